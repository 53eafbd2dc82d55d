//! An object that is counted while it is alive.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::sync::atomic::{AtomicUsize, Ordering};

use qnpool::Poolable;

#[derive(Debug)]
pub struct Alive {
    count: &'static AtomicUsize,
    /// Zero in a pristine object.
    pub number: u64,
}

impl Alive {
    pub fn new(count: &'static AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self { count, number: 0 }
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Poolable for Alive {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        self.number = 0;
    }
}

pub fn count(count: &AtomicUsize) -> usize {
    count.load(Ordering::SeqCst)
}
