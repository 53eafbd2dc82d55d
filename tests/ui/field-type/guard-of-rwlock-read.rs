use std::sync::RwLockReadGuard;

use qnpool::Poolable;

#[derive(Poolable)]
struct View<'a> {
    document: RwLockReadGuard<'a, u32>,
}

fn main() {}
