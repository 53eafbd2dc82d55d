use qnpool::Pool;

static POOL: Pool<Vec<u8>> = Pool::new();

fn main() {}
