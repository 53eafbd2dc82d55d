use qnpool::Pool;

static POOL: Pool<(u64, Vec<u8>)> = Pool::new();

fn main() {}
