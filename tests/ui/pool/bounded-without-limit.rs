use qnpool::{Bounded, Pool};

static POOL: Pool<Bounded<Vec<u8>>> = Pool::new();

fn main() {}
