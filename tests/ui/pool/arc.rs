use std::sync::Arc;

use qnpool::Pool;

static POOL: Pool<Arc<u64>> = Pool::new();

fn main() {}
