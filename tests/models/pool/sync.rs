//! The engine's `sync`, of loom's types.

pub(super) use loom::cell::UnsafeCell;
pub(super) use loom::hint::spin_loop;
pub(super) use loom::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
pub(super) use loom::sync::{Arc, Mutex, MutexGuard};
pub(super) use loom::thread::yield_now;

/// One: a model has every order in any case, in some of which that is enough.
pub(super) const TRIES_AT_OWNER: usize = 1;

/// As little as caches can do with.
pub(super) const CREDIT_OF_A_THREAD: usize = 1;

/// Outside of the models, on purpose: it would multiply their orders for nothing.
pub(super) use std::sync::atomic::AtomicU64 as UnorderedU64;

/// A model takes no note of uses.
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

/// As that of `std`, which loom does not see.
pub(super) struct OnceLock<T> {
    is_set: AtomicBool,
    setting: Mutex<()>,
    value: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    pub(super) fn new() -> Self {
        Self {
            is_set: AtomicBool::new(false),
            setting: Mutex::new(()),
            value: std::sync::OnceLock::new(),
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        let is_set = self.is_set.load(Ordering::Acquire);
        self.value.get().filter(|_| is_set)
    }

    pub(super) fn get_or_init(&self, init: impl FnOnce() -> T) -> &T {
        let _setting = lock(&self.setting);
        let value = self.value.get_or_init(init);
        self.is_set.store(true, Ordering::Release);
        value
    }
}

/// The one that ships. Its mutex is not one of loom's, so a modelled one is held meanwhile, by
/// which loom sees who was first.
pub(super) struct Store<T> {
    store: object_pool::Pool<T>,
    lock: Mutex<()>,
}

impl<T> Store<T> {
    pub(super) fn new() -> Self {
        Self {
            store: object_pool::Pool::from_vec(Vec::new()),
            lock: Mutex::new(()),
        }
    }

    pub(super) fn push(&self, value: T) {
        let _first = lock(&self.lock);
        self.store.attach(value);
    }

    pub(super) fn pop(&self) -> Option<T> {
        let _first = lock(&self.lock);
        self.store.try_pull().map(|value| value.detach().1)
    }
}
