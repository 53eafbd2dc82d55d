//! Locks of `parking_lot`: what is in them is reset in place, and one that a leaked guard keeps
//! locked makes its object unfit.

use std::mem;

use parking_lot::{FairMutex, Mutex, ReentrantMutex, RwLock, lock_api};
use qnpool::{Growable, Pool, Poolable, UNBOUNDED};
use static_assertions::{assert_impl_all, assert_not_impl_any};

#[derive(Default, Poolable)]
#[pool(max_capacity = 64)]
struct Shared {
    body: Mutex<Vec<u8>>,
    text: RwLock<String>,
    fair: FairMutex<Vec<u32>>,
    number: Mutex<u64>,
    reentrant: ReentrantMutex<u64>,
    #[pool(max_capacity = 8)]
    limited: RwLock<Vec<u8>>,
    #[pool(max_bytes = 8)]
    reentrant_limited: ReentrantMutex<Vec<u8>>,
    #[pool(max_capacity = 8)]
    parts: [Mutex<Vec<u8>>; 2],
    part: Mutex<Part>,
    /// Of any type.
    unknown: Option<Mutex<mem::MaybeUninit<u8>>>,
}

#[derive(Default, Poolable)]
struct Part {
    #[pool(max_capacity = 16)]
    bytes: Vec<u8>,
}

impl Shared {
    fn fill(&mut self, length: usize) {
        self.body.lock().resize(length, 7);
        self.text.write().push_str(&"x".repeat(length));
        self.fair.lock().resize(length, 7);
        *self.number.lock() = 7;
        self.reentrant = ReentrantMutex::new(7);
        self.limited.write().resize(length, 7);
        self.reentrant_limited.get_mut().resize(length, 7);
        self.parts[1].lock().resize(length, 7);
        self.part.lock().bytes.resize(length, 7);
        self.unknown = Some(Mutex::new(mem::MaybeUninit::new(7)));
    }
}

#[test]
fn what_is_inside_is_reset_in_place() {
    let mut shared = Shared::default();
    for _ in 0..2 {
        shared.fill(1000);
        shared.reset();
        assert_eq!(shared.body.get_mut().capacity(), 64);
        assert_eq!(shared.text.get_mut().capacity(), 64);
        assert_eq!(shared.fair.get_mut().capacity(), 64);
        assert_eq!((*shared.number.lock(), *shared.reentrant.lock()), (0, 0));
        assert_eq!(shared.limited.read().capacity(), 8);
        assert_eq!(shared.reentrant_limited.lock().capacity(), 8);
        assert_eq!(shared.parts[1].get_mut().capacity(), 8);
        assert_eq!(shared.part.get_mut().bytes.capacity(), 16);
        assert!(shared.body.lock().is_empty() && shared.text.read().is_empty());
        assert!(shared.unknown.is_none());
    }
    assert_eq!(
        Shared::MAX_RETAINED_BYTES,
        64 + 64 + 4 * 64 + 8 + 8 + 2 * 8 + 16
    );
}

#[test]
fn shrinks_inside_are_counted() {
    let pool = Pool::<Shared>::new();
    pool.get().fill(1000);
    assert_eq!(pool.stats().shrinks, 7);
    pool.get().fill(8);
    assert_eq!(pool.stats().shrinks, 7);
}

#[test]
fn bounds_are_those_of_what_is_inside() {
    assert_eq!(<Mutex<u64>>::MAX_RETAINED_BYTES, 0);
    assert_eq!(<RwLock<Part>>::MAX_RETAINED_BYTES, 16);
    assert_eq!(<Mutex<Vec<u64>>>::FOOTPRINT, <Vec<u64>>::FOOTPRINT);
    assert_eq!(
        <RwLock<Vec<u64>>>::FOOTPRINT.max_bytes(UNBOUNDED),
        UNBOUNDED
    );
}

/// A guard that was leaked keeps the lock, and so the object is dropped when it is returned.
#[test]
fn a_lock_that_stays_locked_is_discarded() {
    fn discarded(use_it: fn(&Shared)) -> u64 {
        let pool = Pool::<Shared>::new();
        use_it(&pool.get());
        pool.stats().discarded_unfit
    }
    assert_eq!(discarded(|shared| mem::forget(shared.body.lock())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.text.read())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.text.write())), 1);
    assert_eq!(
        discarded(|shared| mem::forget(shared.text.upgradable_read())),
        1
    );
    assert_eq!(discarded(|shared| mem::forget(shared.fair.lock())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.number.lock())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.reentrant.lock())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.limited.read())), 1);
    assert_eq!(
        discarded(|shared| mem::forget(shared.reentrant_limited.lock())),
        1
    );
    assert_eq!(discarded(|shared| mem::forget(shared.parts[1].lock())), 1);
    assert_eq!(discarded(|shared| mem::forget(shared.part.lock())), 1);
    assert_eq!(discarded(|shared| drop(shared.body.lock())), 0);
}

/// The limits reach through the locks of a generic type too.
#[test]
fn locks_around_a_type_parameter() {
    #[derive(Default, Poolable)]
    #[pool(max_capacity = 64)]
    struct Of<T> {
        list: Mutex<Vec<T>>,
        fair: FairMutex<Vec<T>>,
        reentrant: ReentrantMutex<Vec<T>>,
        shared: RwLock<Vec<T>>,
        last: Mutex<Option<T>>,
    }

    #[derive(Default, Poolable)]
    struct Limited<T, U> {
        #[pool(max_capacity = 64)]
        list: Mutex<Vec<T>>,
        #[pool(max_capacity = 64)]
        fair: FairMutex<Vec<T>>,
        #[pool(max_capacity = 64)]
        reentrant: ReentrantMutex<Vec<T>>,
        value: Mutex<U>,
        fair_value: FairMutex<U>,
    }

    /// Not poolable.
    #[derive(Default)]
    struct Element;

    let mut of = Of::<Element>::default();
    of.list.get_mut().push(Element);
    of.fair.get_mut().push(Element);
    of.reentrant.get_mut().push(Element);
    of.shared.get_mut().push(Element);
    *of.last.get_mut() = Some(Element);
    of.reset();
    assert!(of.list.lock().is_empty() && of.fair.lock().is_empty());
    assert!(of.reentrant.lock().is_empty() && of.shared.read().is_empty());
    assert!(of.last.lock().is_none());

    let mut limited = Limited::<Element, u64>::default();
    limited.list.get_mut().push(Element);
    limited.fair.get_mut().push(Element);
    limited.reentrant.get_mut().push(Element);
    *limited.value.get_mut() = 7;
    *limited.fair_value.get_mut() = 7;
    limited.reset();
    assert!(limited.list.lock().is_empty() && limited.fair.lock().is_empty());
    assert!(limited.reentrant.lock().is_empty());
    assert_eq!((*limited.value.lock(), *limited.fair_value.lock()), (0, 0));
}

assert_impl_all!(Mutex<u64>: Poolable);
assert_impl_all!(Mutex<Vec<u8>>: Growable);
assert_not_impl_any!(Mutex<Vec<u8>>: Poolable);
assert_not_impl_any!(RwLock<String>: Poolable);
assert_not_impl_any!(parking_lot::Condvar: Poolable, Growable);
assert_not_impl_any!(parking_lot::MutexGuard<'static, u8>: Poolable, Growable);
assert_not_impl_any!(parking_lot::FairMutexGuard<'static, u8>: Poolable, Growable);
assert_not_impl_any!(parking_lot::RwLockReadGuard<'static, u8>: Poolable, Growable);
assert_not_impl_any!(parking_lot::ReentrantMutexGuard<'static, u8>: Poolable, Growable);
assert_not_impl_any!(lock_api::MappedMutexGuard<'static, parking_lot::RawMutex, u8>: Poolable);
