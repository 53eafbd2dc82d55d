//! The named pools of the process.
//!
//! A pool enters with its first use and leaves when it is dropped. Between the two it is
//! found in a list under a lock, which no operation of a pool takes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::watch::Watched;

/// What is known of a pool, whatever its objects are: they may borrow, so the pool's type has a
/// lifetime, which a list for the whole process cannot name.
#[derive(Clone)]
pub(crate) struct Registered(Arc<dyn Watched>);

// SAFETY: `Watched` only reads counters and what is out. Those are atomic or under locks, and no
// object is touched: so it may be called on any thread, whatever the objects are. If another
// thread than the pool's frees it, the pool has been dropped, and there is no object left in it.
unsafe impl Send for Registered {}

impl Registered {
    pub(crate) fn watched(&self) -> &dyn Watched {
        &*self.0
    }
}

static POOLS: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

fn lock() -> MutexGuard<'static, Vec<Registered>> {
    POOLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lists a pool.
///
/// # Safety
///
/// [`remove`] is called for it before what its objects borrow ends.
pub(super) unsafe fn add(pool: Arc<dyn Watched + '_>) {
    // SAFETY: Only the lifetime changes. What the objects may borrow is not looked at: neither
    // while the pool is listed, nor after, when there are no objects.
    let pool = unsafe { std::mem::transmute::<Arc<dyn Watched + '_>, Arc<dyn Watched>>(pool) };
    lock().push(Registered(pool));
}

/// Takes a pool off the list, by its address, and waits for whoever looks at it just now.
pub(super) fn remove(pool: *const ()) {
    let mut pools = lock();
    let of_pool = |registered: &Registered| Arc::as_ptr(&registered.0).cast() == pool;
    let removed = pools
        .iter()
        .position(of_pool)
        .map(|index| pools.remove(index));
    drop(pools);
    drop(removed);
}

/// Calls `look` for every pool on the list, in the order of first use.
///
/// Pools cannot come or go meanwhile: `look` must run nothing of the user's.
pub(crate) fn for_each(look: impl FnMut(&Registered)) {
    lock().iter().for_each(look);
}
