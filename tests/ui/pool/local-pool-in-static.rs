use qnpool::{Bounded, LocalPool};

static BUFFERS: LocalPool<Bounded<Vec<u8>, 4096>> = LocalPool::new();

fn main() {}
