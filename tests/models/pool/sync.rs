//! The engine's `sync`, of loom's types.

pub(super) use loom::cell::UnsafeCell;
pub(super) use loom::hint::spin_loop;
pub(super) use loom::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
pub(super) use loom::sync::{Arc, Mutex, MutexGuard};
pub(super) use loom::thread::yield_now;

/// One: a model has every order in any case, in some of which that is enough.
pub(super) const LOOKS_AT_OWNER: usize = 1;

/// As little as caches can do with.
pub(super) const CREDIT_OF_A_THREAD: usize = 1;

/// Outside of the models, on purpose: it would multiply their orders for nothing.
pub(super) use std::sync::atomic::AtomicU64 as UnorderedU64;

/// A model looks at no use.
pub(super) type CacheTraffic = ();

/// The same each time: a model must go the same way again.
pub(super) fn random_seed() -> u64 {
    7
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("a thread that panics ends its model")
}

pub(super) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    mutex.try_lock().ok()
}

/// As what `object_pool` does with its mutex.
pub(super) struct Store<T>(Mutex<Vec<T>>);

impl<T> Store<T> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(super) fn push(&self, value: T) {
        lock(&self.0).push(value);
    }

    pub(super) fn pop(&self) -> Option<T> {
        lock(&self.0).pop()
    }
}
