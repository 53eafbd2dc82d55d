//! An object that counts how many of it were made.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use qnpool::Poolable;
use sharded_slab::Clear;

use super::objects::{Object, PoolObject};

static CREATED: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static CREATED_HERE: Cell<u64> = const { Cell::new(0) };
}

/// By all threads.
pub(crate) fn created() -> u64 {
    CREATED.load(Ordering::Relaxed)
}

/// By the calling thread.
#[allow(dead_code, reason = "not asked for by each benchmark")]
pub(crate) fn created_here() -> u64 {
    CREATED_HERE.get()
}

#[derive(Poolable)]
pub(crate) struct Counted {
    number: u64,
    rest: [u64; 7],
}

impl Default for Counted {
    fn default() -> Self {
        CREATED.fetch_add(1, Ordering::Relaxed);
        CREATED_HERE.set(CREATED_HERE.get() + 1);
        Self {
            number: 7,
            rest: [1; 7],
        }
    }
}

impl Object for Counted {
    fn clear_by_hand(&mut self) {
        self.number = 0;
        self.rest = [0; 7];
    }

    fn work(&mut self, source: &[u8]) -> u64 {
        self.number = source.len() as u64;
        self.number
    }

    fn mark(&mut self, mark: u64) {
        self.number = mark;
    }

    fn marked(&self) -> u64 {
        self.number
    }
}

impl PoolObject for Counted {
    type InMimalloc = Self;
}

impl Clear for Counted {
    fn clear(&mut self) {}
}

crate::contenders::recipes::thread_local_lists!(Counted);
