use std::collections::HashMap;

use qnpool::Pool;

static POOL: Pool<HashMap<String, u64>> = Pool::new();

fn main() {}
