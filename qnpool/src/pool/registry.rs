//! The named pools of the process.
//!
//! A pool enters with its first use and leaves when it is dropped. Between the two it is
//! found by an address in a list under a lock, which no operation of a pool takes.

use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::watch::Watched;

/// A pool's own memory, by address: the objects may borrow, so the pool's type has a
/// lifetime, which a list for the whole process cannot name.
struct Registered(NonNull<dyn Watched>);

// SAFETY: `for_each` only calls the methods of `Watched`, which read counters and what
// is out. Those are atomic or under locks, and no object is touched: so they may be
// called on any thread, whatever the objects are.
unsafe impl Send for Registered {}

static POOLS: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

fn lock() -> MutexGuard<'static, Vec<Registered>> {
    POOLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lists a pool.
///
/// # Safety
///
/// It stays where it is, in memory that is not freed, until [`remove`] is called for it.
pub(super) unsafe fn add(pool: &(dyn Watched + '_)) {
    let pool = NonNull::from(pool);
    // SAFETY: Only the lifetime changes. The caller sees to it that the memory is there
    // while the pool is listed; what the objects may borrow is not looked at.
    let pool =
        unsafe { std::mem::transmute::<NonNull<dyn Watched + '_>, NonNull<dyn Watched>>(pool) };
    lock().push(Registered(pool));
}

/// Takes a pool off the list, and waits for whoever looks at it just now.
pub(super) fn remove(pool: &(dyn Watched + '_)) {
    let address = NonNull::from(pool).cast::<()>();
    lock().retain(|registered| registered.0.cast::<()>() != address);
}

/// Calls `look` for every pool on the list, in the order of first use.
///
/// Pools cannot come or go meanwhile: `look` must run nothing of the user's.
pub(crate) fn for_each(mut look: impl FnMut(&dyn Watched)) {
    for registered in lock().iter() {
        // SAFETY: It is on the list, which is locked: so by the promise to `add` its
        // memory is there.
        look(unsafe { registered.0.as_ref() });
    }
}
