//! What may cross threads, both ways.

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::sync::MutexGuard;

use qnpool::{
    Bounded, Boxed, Constructor, Guard, LocalGuard, LocalOwnedGuard, LocalPool, LocalPoolBuilder,
    OwnedGuard, Pool, PoolBuilder, Poolable, RecyclingVec, Stats,
};
use static_assertions::{assert_impl_all, assert_not_impl_any};

/// `Send` and not `Sync`.
type Celled = Cell<u8>;

/// Neither.
type Local = Option<Rc<u8>>;

/// `Sync` and not `Send`: to be locked and unlocked by one thread.
type Locked = Option<MutexGuard<'static, u8>>;

assert_impl_all!(Pool<u8>: Send, Sync);
assert_impl_all!(Pool<Celled>: Send, Sync);
assert_not_impl_any!(Pool<Local>: Send, Sync);
assert_not_impl_any!(Pool<Locked>: Send, Sync);

assert_impl_all!(Pool<u8, fn() -> u8>: Send, Sync);
assert_not_impl_any!(Pool<u8, Rc<u8>>: Send, Sync);
assert_impl_all!(Pool<u8, Cell<u8>>: Send);
assert_not_impl_any!(Pool<u8, Cell<u8>>: Sync);

assert_impl_all!(Pool<Celled, Boxed<fn() -> Box<Celled>>>: Send, Sync);
assert_not_impl_any!(Pool<u8, Boxed<Rc<u8>>>: Send, Sync);
assert_impl_all!(Pool<u8, Boxed<Cell<u8>>>: Send);
assert_not_impl_any!(Pool<u8, Boxed<Cell<u8>>>: Sync);

assert_impl_all!(Guard<'static, u8>: Send, Sync);
assert_impl_all!(Guard<'static, Celled>: Send);
assert_not_impl_any!(Guard<'static, Celled>: Sync);
assert_not_impl_any!(Guard<'static, Local>: Send, Sync);
// Shared, it lends the object and nothing of the pool.
assert_impl_all!(Guard<'static, Locked>: Sync);
assert_not_impl_any!(Guard<'static, Locked>: Send);

assert_impl_all!(OwnedGuard<u8>: Send, Sync);
assert_impl_all!(OwnedGuard<Celled>: Send);
assert_not_impl_any!(OwnedGuard<Celled>: Sync);
assert_not_impl_any!(OwnedGuard<Local>: Send, Sync);
// The last one ends the pool, and drops its objects on its own thread.
assert_not_impl_any!(OwnedGuard<Locked>: Send, Sync);
assert_not_impl_any!(OwnedGuard<u8, Rc<u8>>: Send, Sync);
assert_not_impl_any!(OwnedGuard<u8, Cell<u8>>: Send, Sync);

assert_impl_all!(PoolBuilder<Local>: Send, Sync);
assert_impl_all!(Stats: Send, Sync, Copy);

/// Neither it nor a reference to it is safe to see again after a panic.
type Torn = Option<&'static mut Cell<u8>>;

// A pool resets what a panic left half done, whatever it is; its constructor may be
// another matter.
assert_impl_all!(Pool<u8>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(Pool<Celled>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(Pool<Torn>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(Pool<u8, Cell<u8>>: UnwindSafe);
assert_not_impl_any!(Pool<u8, Cell<u8>>: RefUnwindSafe);
assert_not_impl_any!(Pool<u8, &'static mut u8>: UnwindSafe);

// A guard is as its object.
assert_impl_all!(Guard<'static, u8>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(Guard<'static, Celled>: UnwindSafe);
assert_not_impl_any!(Guard<'static, Celled>: RefUnwindSafe);
assert_not_impl_any!(Guard<'static, Torn>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(OwnedGuard<u8>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(OwnedGuard<Celled>: UnwindSafe);
assert_not_impl_any!(OwnedGuard<Celled>: RefUnwindSafe);
assert_not_impl_any!(OwnedGuard<Torn>: UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(OwnedGuard<u8, Cell<u8>>: UnwindSafe, RefUnwindSafe);

assert_impl_all!(PoolBuilder<Torn>: UnwindSafe, RefUnwindSafe);
assert_impl_all!(Stats: UnwindSafe, RefUnwindSafe);

// The object is in its box, so all but the constructor may move.
assert_impl_all!(Pool<PhantomPinned>: Unpin);
assert_impl_all!(Guard<'static, PhantomPinned>: Unpin);
assert_impl_all!(OwnedGuard<PhantomPinned>: Unpin);
assert_impl_all!(PoolBuilder<PhantomPinned>: Unpin);

// A local pool may move to another thread when nothing is out, and never be shared.
assert_impl_all!(LocalPool<u8>: Send);
assert_impl_all!(LocalPool<Celled>: Send);
assert_not_impl_any!(LocalPool<u8>: Sync);
assert_not_impl_any!(LocalPool<Local>: Send, Sync);
assert_not_impl_any!(LocalPool<u8, Rc<u8>>: Send, Sync);

assert_not_impl_any!(LocalGuard<'static, u8>: Send, Sync);
assert_not_impl_any!(LocalOwnedGuard<u8>: Send, Sync);
assert_impl_all!(LocalPoolBuilder<Local>: Send, Sync);

// Its state is right whatever panics, so only the constructor's matters.
assert_impl_all!(LocalPool<Celled>: UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(LocalPool<u8, Celled>: RefUnwindSafe);
assert_impl_all!(LocalGuard<'static, u8>: UnwindSafe, RefUnwindSafe);
assert_not_impl_any!(LocalGuard<'static, Celled>: RefUnwindSafe);

assert_impl_all!(fn() -> u8: Constructor<u8>);
assert_impl_all!(Boxed<fn() -> Box<u8>>: Constructor<u8>);
assert_not_impl_any!(fn() -> Box<u8>: Constructor<u8>);
assert_not_impl_any!(u8: Constructor<u8>);

// A guard is one object on loan.
assert_not_impl_any!(Guard<'static, u8>: Clone, Copy);
assert_not_impl_any!(OwnedGuard<u8>: Clone, Copy);
assert_not_impl_any!(LocalGuard<'static, u8>: Clone, Copy);
assert_not_impl_any!(LocalOwnedGuard<u8>: Clone, Copy);

// A growable type has no bound of its own, so it is not poolable.
assert_impl_all!(Bounded<Vec<u8>, 8>: Poolable);
assert_impl_all!(Bounded<RecyclingVec<u8>, 8>: Poolable);
assert_impl_all!(RecyclingVec<Celled>: Send);
assert_not_impl_any!(RecyclingVec<Celled>: Sync);
assert_not_impl_any!(RecyclingVec<Local>: Send, Sync);

#[test]
fn guards_are_two_words() {
    let words = 2 * size_of::<usize>();
    assert_eq!(size_of::<Guard<'static, [u8; 4096]>>(), words);
    assert_eq!(size_of::<Option<Guard<'static, u8>>>(), words);
    assert_eq!(size_of::<OwnedGuard<[u8; 4096]>>(), words);
    assert_eq!(size_of::<LocalGuard<'static, [u8; 4096]>>(), words);
    assert_eq!(size_of::<Option<LocalGuard<'static, u8>>>(), words);
    assert_eq!(size_of::<LocalOwnedGuard<[u8; 4096]>>(), words);
}
