use std::sync::RwLockWriteGuard;

use qnpool::Poolable;

#[derive(Poolable)]
struct Edit<'a> {
    document: RwLockWriteGuard<'a, u32>,
}

fn main() {}
