use std::sync::MutexGuard;

use qnpool::Poolable;

#[derive(Poolable)]
struct Edit<'a> {
    document: MutexGuard<'a, u32>,
}

fn main() {}
