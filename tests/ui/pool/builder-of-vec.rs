use qnpool::Pool;

static POOL: Pool<Vec<u8>> = Pool::builder().name("bodies").build();

fn main() {}
