use qnpool::Poolable;
use std::collections::HashMap;

#[derive(Poolable)]
struct Login {
    #[pool(max_capacity = 4, zeroize)]
    keys: HashMap<u8, u8>,
}

fn main() {}
