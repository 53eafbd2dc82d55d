//! Locks, which are reset through `get_mut` like those of `std`. They have no poison.

use parking_lot::{Condvar, FairMutex, Mutex, ReentrantMutex, RwLock, lock_api};

use crate::poolable::cells::reset_inside;
use crate::poolable::refused::refused;
use crate::poolable::walk::{Walk, reset_part};
use crate::{Fill, Footprint, Growable, Poolable, ResetOutcome};

// A guard that was leaked with `mem::forget` keeps its lock locked.
reset_inside! {
    Mutex lock_api::Mutex::is_locked;
    FairMutex lock_api::Mutex::is_locked;
    ReentrantMutex lock_api::ReentrantMutex::is_locked;
    RwLock lock_api::RwLock::is_locked;
}

// Implemented for every raw lock: the guards of `FairMutex` are those of `Mutex`, with another raw
// lock.
refused! {
    HeldGuard:
        ['l, R: lock_api::RawMutex, T: ?Sized] lock_api::MutexGuard<'l, R, T>
        ['l, R: lock_api::RawMutex, T: ?Sized] lock_api::MappedMutexGuard<'l, R, T>
        ['l, R: lock_api::RawMutex, G: lock_api::GetThreadId, T: ?Sized]
            lock_api::ReentrantMutexGuard<'l, R, G, T>
        ['l, R: lock_api::RawMutex, G: lock_api::GetThreadId, T: ?Sized]
            lock_api::MappedReentrantMutexGuard<'l, R, G, T>
        ['l, R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockReadGuard<'l, R, T>
        ['l, R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockWriteGuard<'l, R, T>
        ['l, R: lock_api::RawRwLockUpgrade, T: ?Sized]
            lock_api::RwLockUpgradableReadGuard<'l, R, T>
        ['l, R: lock_api::RawRwLock, T: ?Sized] lock_api::MappedRwLockReadGuard<'l, R, T>
        ['l, R: lock_api::RawRwLock, T: ?Sized] lock_api::MappedRwLockWriteGuard<'l, R, T>;
    UnknownState:
        [] Condvar;
}
