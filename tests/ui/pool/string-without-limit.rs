use qnpool::Pool;

static POOL: Pool<String> = Pool::new();

fn main() {}
