use std::cell::UnsafeCell;

use qnpool::Poolable;

#[derive(Poolable)]
struct Slot {
    value: UnsafeCell<u64>,
}

fn main() {}
