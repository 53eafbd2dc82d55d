use qnpool::Pool;

static POOL: Pool<Box<Vec<u8>>> = Pool::new();

fn main() {}
