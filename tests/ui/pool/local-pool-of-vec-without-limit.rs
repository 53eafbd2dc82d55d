use qnpool::LocalPool;

const POOL: LocalPool<Vec<u8>> = LocalPool::new();

fn main() {}
