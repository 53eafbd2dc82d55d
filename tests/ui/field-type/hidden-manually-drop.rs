use std::mem::ManuallyDrop;

use qnpool::Poolable;

#[derive(Poolable)]
struct Slot {
    value: ManuallyDrop<u64>,
}

fn main() {}
