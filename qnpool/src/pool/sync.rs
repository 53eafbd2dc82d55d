//! What the engine takes from outside, in one place; and a record of the ledger.
//!
//! The models in `tests/models` compile their very files beside another module of this
//! name, of loom's types, and another `fence`.

use std::hash::{BuildHasher, Hasher, RandomState};
pub(super) use std::hint::spin_loop;
pub(super) use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
pub(super) use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
pub(super) use std::thread::yield_now;

/// How often a thread that does not wait tries whether an owner has come out of its cache:
/// some microseconds, where the owner needs nanoseconds.
pub(super) const TRIES_AT_OWNER: usize = 100;

/// Credit for fewer objects a thread is too little for caches.
pub(super) const CREDIT_OF_A_THREAD: usize = 4;

/// A number that others read for information only, or that paces housekeeping; or that is read
/// and written by one thread, or under one lock, for which orders no model is needed.
pub(super) use std::sync::atomic::AtomicU64 as UnorderedU64;

/// What was seen of the uses of a thread's objects; nothing before the first inspection.
pub(super) type CacheTraffic = std::sync::OnceLock<Box<Mutex<crate::poolable::traffic::Traffic>>>;

/// Another one each time.
pub(super) fn random_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Locks, whoever panicked before: no user code runs while the engine holds a lock,
/// so what a lock protects is always whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    match mutex.lock() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    }
}

/// `None` if another thread has the lock.
pub(super) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    mutex.try_lock().ok()
}

/// A cell with the interface of loom's.
pub(super) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "one instruction, on the hit path")]
    pub(super) fn with_mut<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
        access(self.0.get())
    }
}

/// One shelf of the depot: a mutex over a vector.
pub(super) struct Store<T>(object_pool::Pool<T>);

impl<T> Store<T> {
    pub(super) fn new() -> Self {
        Self(object_pool::Pool::from_vec(Vec::new()))
    }

    pub(super) fn push(&self, value: T) {
        self.0.attach(value);
    }

    pub(super) fn pop(&self) -> Option<T> {
        self.0.try_pull().map(|value| value.detach().1)
    }
}
