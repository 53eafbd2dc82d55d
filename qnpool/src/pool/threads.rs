//! Which cache is the calling thread's, for each pool.
//!
//! A hit looks into a thread-local array with neither destructor nor lazy start, so
//! that the look costs a few instructions: the cell knows a pool by a number that is
//! never used again, since a pool may move in memory and another take its place.
//! `thread_local`, the crate, was measured at 62 instructions a look; a thread-local
//! with a destructor at 20, for the check whether it has run.
//!
//! Behind the array stands a table of all caches of the thread, by the pool's small
//! number. Its destructor is what gives the caches back when the thread exits. What
//! still uses a pool after that, from the destructor of another thread-local, finds
//! neither, and goes to the depot.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Pools that a thread may alternate between at full speed; a power of two.
const RECENT: usize = 8;

/// A key that no pool has. Zero is that of pools not yet in use.
const NOBODY: u64 = u64::MAX;

/// A pool's numbers, taken with its first use.
pub(super) struct Identity {
    key: u64,
    /// Small, and free for another pool after this one.
    slot: usize,
}

struct Slots {
    free: BinaryHeap<Reverse<usize>>,
    used: usize,
}

static SLOTS: Mutex<Option<Slots>> = Mutex::new(None);
static NEXT_SERIAL: AtomicU64 = AtomicU64::new(1);

impl Identity {
    pub(super) fn new() -> Self {
        let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = slots.get_or_insert_with(|| Slots {
            free: BinaryHeap::new(),
            used: 0,
        });
        let slot = if let Some(Reverse(slot)) = slots.free.pop() {
            slot
        } else {
            slots.used += 1;
            slots.used - 1
        };
        // Below the serial number is the place in the array, by the slot, so that
        // pools with neighbouring slots do not share one; and below that the size of a
        // place, so that the look at it needs no shift.
        let serial = NEXT_SERIAL.fetch_add(1, Ordering::Relaxed);
        let place = (slot % RECENT) as u64;
        let key = (serial * RECENT as u64 + place) * size_of::<Recent>() as u64;
        Self { key, slot }
    }

    pub(super) const fn key(&self) -> u64 {
        self.key
    }
}

impl Drop for Identity {
    fn drop(&mut self) {
        let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = slots.as_mut() {
            slots.free.push(Reverse(self.slot));
        }
    }
}

/// A cache by its address; its type is known to whoever knows the key.
#[derive(Clone, Copy)]
struct Recent {
    key: u64,
    cache: NonNull<()>,
}

impl Recent {
    const NONE: Self = Self {
        key: NOBODY,
        cache: NonNull::dangling(),
    };
}

/// A cache this thread owns, given back when this is dropped.
struct Owned {
    key: u64,
    cache: NonNull<()>,
    give_back: unsafe fn(NonNull<()>),
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: `install` was promised that this may be called once, and the entry
        // is dropped once, after which `find` does not know the cache.
        unsafe { (self.give_back)(self.cache) };
    }
}

/// Indexed by slot.
struct Table(Vec<Option<Owned>>);

impl Drop for Table {
    fn drop(&mut self) {
        LAST_CACHE.set(Recent::NONE);
        RECENT_CACHES.with(|recent| {
            for recent in recent {
                recent.set(Recent::NONE);
            }
        });
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low bits are wanted")]
const fn place(key: u64) -> usize {
    key as usize / size_of::<Recent>() % RECENT
}

thread_local! {
    static LAST_CACHE: Cell<Recent> = const { Cell::new(Recent::NONE) };

    static RECENT_CACHES: [Cell<Recent>; RECENT] =
        const { [const { Cell::new(Recent::NONE) }; RECENT] };

    static TABLE: RefCell<Table> = const { RefCell::new(Table(Vec::new())) };
}

/// The calling thread's cache for the pool with this key, if it is the one it used last.
#[inline]
pub(super) fn last(key: u64) -> Option<NonNull<()>> {
    let last = LAST_CACHE.get();
    (last.key == key).then_some(last.cache)
}

/// The calling thread's cache for the pool with this key, if it was used lately.
pub(super) fn recent(key: u64) -> Option<NonNull<()>> {
    let recent = RECENT_CACHES.with(|recent| recent[place(key)].get());
    if recent.key != key {
        return None;
    }
    LAST_CACHE.set(recent);
    Some(recent.cache)
}

/// The calling thread's cache for the pool, if it has one.
pub(super) fn find(identity: &Identity) -> Option<NonNull<()>> {
    let find = |table: &RefCell<Table>| {
        let table = table.borrow();
        let owned = table.0.get(identity.slot)?.as_ref()?;
        (owned.key == identity.key).then_some(owned.cache)
    };
    let cache = TABLE.try_with(find).ok().flatten()?;
    remember(identity.key, cache);
    Some(cache)
}

/// Makes the calling thread the owner of a cache. False if its thread-locals are
/// gone already; the cache is then still the caller's.
///
/// # Safety
///
/// `give_back` may be called once with the cache, on this thread, at any time when
/// the thread is not in the middle of using it.
pub(super) unsafe fn install(
    identity: &Identity,
    cache: NonNull<()>,
    give_back: unsafe fn(NonNull<()>),
) -> bool {
    let install = |table: &RefCell<Table>| {
        let mut table = table.borrow_mut();
        if table.0.len() <= identity.slot {
            table.0.resize_with(identity.slot + 1, || None);
        }
        // What was there belonged to a pool that is gone, so giving it back is
        // merely freeing its memory.
        table.0[identity.slot] = Some(Owned {
            key: identity.key,
            cache,
            give_back,
        });
    };
    let installed = TABLE.try_with(install).is_ok();
    if installed {
        remember(identity.key, cache);
    }
    installed
}

fn remember(key: u64, cache: NonNull<()>) {
    let last = Recent { key, cache };
    LAST_CACHE.set(last);
    RECENT_CACHES.with(|recent| recent[place(key)].set(last));
}
