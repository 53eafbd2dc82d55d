use qnpool::Pool;

static POOL: Pool<&'static str> = Pool::new();

fn main() {}
