use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
enum Slot {
    #[pool(default)]
    Free(Arc<u64>),
    Taken,
}

fn main() {}
