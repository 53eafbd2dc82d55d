use qnpool::{Bounded, Pool};

static POOL: Pool<Bounded<u32, 4096>> = Pool::new();

fn main() {}
