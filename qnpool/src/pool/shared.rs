//! What a pool's guards need: everything but the constructor.
//!
//! User code (`reset`, `should_discard`, `Drop`) runs outside every lock.

use std::any::{Any, type_name};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::{mem, thread};

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
        drop_object(object);
    }

    pub(super) fn clear(&self) {
        // As many as there are now: an object whose `Drop` puts another one back
        // must not keep this going for ever.
        for _ in 0..self.depot.idle() {
            let Some(object) = self.depot.take() else {
                break;
            };
            self.counters.discarded_aged();
            drop_object(object);
        }
    }

    /// Resets and keeps the object, or drops it.
    fn recycle(&self, mut object: Box<T>) {
        let reset = catch_unwind(AssertUnwindSafe(|| {
            let unfit = object.should_discard();
            if !unfit {
                object.reset();
            }
            unfit
        }));
        match reset {
            Ok(true) => {
                self.counters.discarded_unfit();
                drop_object(object);
            }
            Ok(false) => {
                if let Err(object) = self.depot.put(object) {
                    self.counters.discarded_full();
                    drop_object(object);
                }
            }
            Err(panic) => {
                self.counters.discarded_panicked();
                // Half reset, so it may well panic again, and one panic is told.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(object)));
                pass_on(panic);
            }
        }
    }
}

fn drop_object<T>(object: Box<T>) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(object))) {
        pass_on(panic);
    }
}

/// A panic of an object's own code goes on to the holder, who would want to know,
/// unless the thread is unwinding already: a second panic would abort the process,
/// so it ends here, told by the panic hook.
fn pass_on(panic: Box<dyn Any + Send>) {
    if thread::panicking() {
        // Not dropped: the payload is user code too, and may panic.
        mem::forget(panic);
    } else {
        resume_unwind(panic);
    }
}
