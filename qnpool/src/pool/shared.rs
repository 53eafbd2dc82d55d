//! What a pool's guards need: everything but the constructor.
//!
//! User code (`reset`, `should_discard`, `Drop`) runs outside every lock.

use std::any::type_name;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::counters::Counters;
use super::depot::Depot;
use crate::poolable::PoolObject;

pub(crate) struct Shared<T> {
    name: Option<&'static str>,
    depot: Depot<T>,
    pub(crate) counters: Counters,
}

impl<T: PoolObject> Shared<T> {
    pub(super) const fn new(name: Option<&'static str>, max_idle: usize) -> Self {
        Self {
            name,
            depot: Depot::new(max_idle),
            counters: Counters::new(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name.unwrap_or_else(type_name::<T>)
    }

    pub(crate) fn idle(&self) -> usize {
        self.depot.idle()
    }

    pub(crate) const fn max_idle(&self) -> usize {
        self.depot.max_idle()
    }

    pub(super) fn take_idle(&self) -> Option<Box<T>> {
        let object = self.depot.take()?;
        self.counters.depot_hits();
        Some(object)
    }

    /// The way back of every object that was out.
    pub(super) fn put(&self, object: Box<T>) {
        self.counters.puts();
        self.recycle(object);
    }

    pub(super) fn attach(&self, object: Box<T>) {
        self.counters.attached();
        self.recycle(object);
    }

    pub(super) fn discard(&self, object: Box<T>) {
        self.counters.puts();
        self.counters.discarded_unfit();
        drop(object);
    }

    pub(super) fn clear(&self) {
        // As many as there are now: an object whose `Drop` puts another one back
        // must not keep this going for ever.
        for _ in 0..self.depot.idle() {
            let Some(object) = self.depot.take() else {
                break;
            };
            self.counters.discarded_aged();
            drop(object);
        }
    }

    /// Resets and keeps the object, or drops it.
    ///
    /// A panic of the object's own code goes on to the holder, who would want to
    /// know, unless the holder is unwinding already: then a second panic would
    /// abort the process, so it ends here, told by the panic hook and counted.
    fn recycle(&self, object: Box<T>) {
        if thread::panicking() {
            let _ = catch_unwind(AssertUnwindSafe(|| self.reset_and_keep(object)));
        } else {
            self.reset_and_keep(object);
        }
    }

    fn reset_and_keep(&self, mut object: Box<T>) {
        let panicked = CountIfUnwound(&self.counters);
        let unfit = object.should_discard();
        if !unfit {
            object.reset();
        }
        std::mem::forget(panicked);
        if unfit {
            self.counters.discarded_unfit();
        } else if let Err(object) = self.depot.put(object) {
            self.counters.discarded_full();
            drop(object);
        }
    }
}

struct CountIfUnwound<'a>(&'a Counters);

impl Drop for CountIfUnwound<'_> {
    fn drop(&mut self) {
        self.0.discarded_panicked();
    }
}
