//! The depot: the tier that all threads share.
//!
//! The store is `object_pool::Pool`, a mutex over a vector, made when the first
//! object comes back so that a pool can be a `static`. It has no bound of its
//! own; the credit counted here is the bound.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Idle objects, boxed: what moves is a pointer, whatever the object's size.
pub(super) struct Depot<T> {
    store: OnceLock<object_pool::Pool<Box<T>>>,
    /// Objects in the store or on their way into or out of it. Taken before an
    /// object goes in and given back after it came out, so the store never holds
    /// more than this says, and this never says more than `max_idle`.
    credit: AtomicUsize,
    max_idle: usize,
}

impl<T> Depot<T> {
    pub(super) const fn new(max_idle: usize) -> Self {
        Self {
            store: OnceLock::new(),
            credit: AtomicUsize::new(0),
            max_idle,
        }
    }

    pub(super) fn take(&self) -> Option<Box<T>> {
        let (_, object) = self.store.get()?.try_pull()?.detach();
        self.credit.fetch_sub(1, Ordering::AcqRel);
        Some(object)
    }

    /// Gives the object back if the depot is full: its `Drop` is user code and
    /// must not run in here.
    pub(super) fn put(&self, object: Box<T>) -> Result<(), Box<T>> {
        let has_room = |credit| (credit < self.max_idle).then_some(credit + 1);
        if self
            .credit
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, has_room)
            .is_err()
        {
            return Err(object);
        }
        self.store
            .get_or_init(|| object_pool::Pool::from_vec(Vec::new()))
            .attach(object);
        Ok(())
    }

    pub(super) fn idle(&self) -> usize {
        self.store.get().map_or(0, object_pool::Pool::len)
    }

    pub(super) const fn max_idle(&self) -> usize {
        self.max_idle
    }
}
