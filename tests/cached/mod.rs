//! A cache for the calling thread.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use qnpool::{Pool, Poolable};

/// Uses the pool until the calling thread has a cache of it, in which an object is idle.
pub fn get_cache<T: Poolable, F: Fn() -> T>(pool: &Pool<T, F>) {
    for _ in 0..40 {
        drop(pool.get());
    }
}
