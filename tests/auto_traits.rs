//! What may cross threads, both ways.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::MutexGuard;

use qnpool::{Bounded, Guard, OwnedGuard, Pool, PoolBuilder, Poolable, Stats};
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

assert_impl_all!(Guard<'static, u8>: Send, Sync);
assert_impl_all!(Guard<'static, Celled>: Send);
assert_not_impl_any!(Guard<'static, Celled>: Sync);
assert_not_impl_any!(Guard<'static, Local>: Send, Sync);

assert_impl_all!(OwnedGuard<u8>: Send, Sync);
assert_impl_all!(OwnedGuard<Celled>: Send);
assert_not_impl_any!(OwnedGuard<Celled>: Sync);
assert_not_impl_any!(OwnedGuard<Local>: Send, Sync);
assert_not_impl_any!(OwnedGuard<u8, Rc<u8>>: Send, Sync);

assert_impl_all!(PoolBuilder<Local>: Send, Sync);
assert_impl_all!(Stats: Send, Sync, Copy);

// A guard is one object on loan.
assert_not_impl_any!(Guard<'static, u8>: Clone, Copy);
assert_not_impl_any!(OwnedGuard<u8>: Clone, Copy);

// A growable type has no bound of its own, so it is not poolable.
assert_impl_all!(Bounded<Vec<u8>, 8>: Poolable);

#[test]
fn guards_are_two_words() {
    let words = 2 * size_of::<usize>();
    assert_eq!(size_of::<Guard<'static, [u8; 4096]>>(), words);
    assert_eq!(size_of::<Option<Guard<'static, u8>>>(), words);
    assert_eq!(size_of::<OwnedGuard<[u8; 4096]>>(), words);
}
