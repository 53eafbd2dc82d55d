use qnpool::Pool;

static POOL: Pool<Box<dyn Fn() + Send>> = Pool::new();

fn main() {}
