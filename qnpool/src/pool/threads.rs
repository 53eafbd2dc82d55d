//! Which cache is the calling thread's, for each pool.
//!
//! A hit looks at one thread-local, which has neither destructor nor lazy start and holds
//! the caches used last: six instructions. It knows a pool by its key, which is never used
//! again, since a pool may move in memory and another take its place. The key stands there
//! twice, for the way out and for the way back, so that the way back can be sent down the slow
//! path alone. With one entry in place of 128 a hit takes one instruction less, and a pair of
//! several pools in turn 16 more: 1.5 to 2.4 times as long as one pool, in place of 1.0 to 1.2.
//! `thread_local`, the crate, was measured at 62 instructions a look; a thread-local
//! with a destructor at 20, for the check whether it has run; an array of eight of them at four
//! more than one, at every hit.
//!
//! Behind it stands a table of all caches of the thread, by the pool's slot, which
//! is small; a thread that uses a hundred pools in turn finds each by an index. The
//! table's destructor is what gives the caches back when the thread exits. What still uses
//! a pool after that, from the destructor of another thread-local, finds neither it nor
//! the table, and goes to the depot.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::key::{FIRST_NUMBER, NOBODY, PLACE_BYTES, PLACES, key, place};
use super::sync::random_seed;

/// The slot of a pool of which no thread has a cache.
pub(super) const NO_SLOT: usize = usize::MAX;

/// What a pool's threads give their caches back to.
pub(super) trait TakesBack {
    /// # Safety
    ///
    /// The cache of this index was installed for the calling thread, which does not use it again
    /// and is not in the middle of using it.
    unsafe fn take_back(&self, index: usize);
}

/// A pool's place in the tables of threads, taken when a thread first gets a cache of it. Small,
/// and free for another pool after this one.
pub(super) struct Slot(usize);

struct Slots {
    /// Below the last one that is used.
    free: BTreeSet<usize>,
    /// The pools there are, by slot.
    pools: Vec<Option<Pool>>,
}

/// Any pool: the objects may borrow, so its type has a lifetime, which a list for the whole
/// process cannot name.
#[derive(Clone)]
struct Pool {
    key: u64,
    caches: Arc<dyn TakesBack>,
}

// SAFETY: Only a thread that the pool's cache was installed for calls it, and if there are two
// such threads, the pool is `Sync`. If the last thread to exit is the one that frees it, the pool
// has been dropped, and there is no object left in it.
unsafe impl Send for Pool {}

static SLOTS: Mutex<Option<Slots>> = Mutex::new(None);

fn with_slots<R>(access: impl FnOnce(&mut Slots) -> R) -> R {
    let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
    access(slots.get_or_insert_with(|| Slots {
        free: BTreeSet::new(),
        pools: Vec::new(),
    }))
}

/// A number that no other pool has, before or after: it would take centuries to come round.
///
/// The first one is random: a plugin may have a copy of this crate of its own whose pools would
/// else have the numbers of this copy's, and a pool that is used from both be taken for another.
pub(super) fn new_key() -> u64 {
    static NEXT: OnceLock<AtomicU64> = OnceLock::new();
    let next = NEXT.get_or_init(|| AtomicU64::new(FIRST_NUMBER + (random_seed() >> 16)));
    key(next.fetch_add(1, Ordering::Relaxed))
}

impl Slot {
    /// # Safety
    ///
    /// It is freed before what `caches` borrows ends.
    pub(super) unsafe fn new(key: u64, caches: Arc<dyn TakesBack + '_>) -> Self {
        // SAFETY: Only the lifetime changes. The list forgets it when the slot is freed; a thread
        // that exits at that moment finds no cache any more, nor an object.
        let caches = unsafe {
            std::mem::transmute::<Arc<dyn TakesBack + '_>, Arc<dyn TakesBack + 'static>>(caches)
        };
        let slot = with_slots(|slots| {
            let slot = slots.free.pop_first().unwrap_or_else(|| {
                slots.pools.push(None);
                slots.pools.len() - 1
            });
            slots.pools[slot] = Some(Pool { key, caches });
            slot
        });
        Self(slot)
    }

    pub(super) const fn index(&self) -> usize {
        self.0
    }

    /// The pool is being dropped.
    pub(super) fn free(&self) {
        // Not dropped under the lock.
        let _pool = with_slots(|Slots { free, pools }| {
            free.insert(self.0);
            let pool = pools[self.0].take();
            while matches!(pools.last(), Some(None)) {
                pools.pop();
                free.remove(&pools.len());
            }
            pools.shrink_to(2 * pools.len());
            pool
        });
    }
}

/// What every operation asks, in one place: the caches of the pools that the thread used last.
///
/// A key says at which entry its pool is. Two pools of the same entry take turns there.
///
/// Nothing that a hit loads is at the place of a cache's `state` in a page: the processor takes such
/// a load for one of what was just stored there, and waits. `state` is the second word of 128 bytes.
#[repr(align(128))]
struct Recent([Entry; PLACES]);

/// All zero before it is used, so that a new thread has nothing to copy.
#[repr(C, align(32))]
struct Entry {
    /// The pool's key, for the next object that is taken, or nobody's.
    take_key: Cell<u64>,
    second_word: u64,
    /// The same for the next that comes back.
    put_key: Cell<u64>,
    /// The cache; its type is known to whoever knows the key.
    cache: Cell<*mut ()>,
}

const _: () = assert!(size_of::<Entry>() == PLACE_BYTES);

impl Entry {
    const fn empty() -> Self {
        Self {
            take_key: Cell::new(NOBODY),
            second_word: 0,
            put_key: Cell::new(NOBODY),
            cache: Cell::new(ptr::null_mut()),
        }
    }

    fn forget(&self) {
        self.take_key.set(NOBODY);
        self.put_key.set(NOBODY);
    }
}

impl Recent {
    #[inline]
    fn entry(&self, key: u64) -> &Entry {
        // SAFETY: `place` is the offset of one of so many entries.
        unsafe { &*self.0.as_ptr().byte_add(place(key)) }
    }

    fn set(&self, key: u64, cache: NonNull<()>) {
        let entry = self.entry(key);
        entry.cache.set(cache.as_ptr());
        entry.take_key.set(key);
        entry.put_key.set(key);
    }
}

/// A cache this thread owns, if there still is a pool with this key; or a vacant slot.
#[derive(Clone, Copy)]
struct Owned {
    key: u64,
    cache: NonNull<()>,
    index: usize,
}

impl Owned {
    const NONE: Self = Self {
        key: NOBODY,
        cache: NonNull::dangling(),
        index: 0,
    };
}

/// Indexed by slot.
struct Table(Vec<Owned>);

impl Drop for Table {
    fn drop(&mut self) {
        RECENT.with(|recent| recent.0.iter().for_each(Entry::forget));
        let owned: Vec<(Pool, usize)> = with_slots(|slots| {
            let owned = slots.pools.iter().zip(&self.0);
            let owned = owned.filter_map(|(pool, owned)| {
                let pool = pool.as_ref().filter(|pool| pool.key == owned.key)?;
                Some((pool.clone(), owned.index))
            });
            owned.collect()
        });
        for (pool, index) in owned {
            // SAFETY: `install` was promised that this may be done once for each entry.
            unsafe { pool.caches.take_back(index) };
        }
    }
}

thread_local! {
    static RECENT: Recent = const { Recent([const { Entry::empty() }; PLACES]) };

    static TABLE: RefCell<Table> = const { RefCell::new(Table(Vec::new())) };
}

/// The calling thread's cache for the pool with this key, if it is at hand.
#[inline]
pub(super) fn recent_to_take(key: u64) -> Option<NonNull<()>> {
    RECENT.with(|recent| {
        let entry = recent.entry(key);
        // Loaded before it is known to be the one: an instruction less.
        let cache = entry.cache.get();
        let is_found = entry.take_key.get() == key;
        // SAFETY: With a pool's key stands a cache.
        is_found.then(|| unsafe { NonNull::new_unchecked(cache) })
    })
}

/// The same for an object that comes back.
#[inline]
pub(super) fn recent_to_put(key: u64) -> Option<NonNull<()>> {
    RECENT.with(|recent| {
        let entry = recent.entry(key);
        // Loaded before it is known to be the one: an instruction less.
        let cache = entry.cache.get();
        let is_found = entry.put_key.get() == key;
        // SAFETY: With a pool's key stands a cache.
        is_found.then(|| unsafe { NonNull::new_unchecked(cache) })
    })
}

/// Sends the next object that comes back on this thread, to whatever pool, the long way.
pub(super) fn await_return(key: u64) {
    RECENT.with(|recent| recent.entry(key).put_key.set(NOBODY));
}

/// The calling thread's cache for the pool with this key and slot, if it has one.
#[inline]
pub(super) fn find(key: u64, slot: usize) -> Option<NonNull<()>> {
    recent_to_take(key).or_else(|| find_in_table(key, slot))
}

/// The same for a cache that is not at hand; from now on it is, for both ways.
pub(super) fn switch_to(key: u64, slot: usize) -> Option<NonNull<()>> {
    let cache = find_in_table(key, slot)?;
    RECENT.with(|recent| recent.set(key, cache));
    Some(cache)
}

#[inline(never)]
fn find_in_table(key: u64, slot: usize) -> Option<NonNull<()>> {
    if slot == NO_SLOT {
        return None;
    }
    let find = |table: &RefCell<Table>| {
        let table = table.borrow();
        let owned = table.0.get(slot).filter(|owned| owned.key == key)?;
        Some(owned.cache)
    };
    TABLE.try_with(find).ok()?
}

/// Whether the calling thread, which has no cache of a pool that is used often, should get one:
/// with one in so many of such operations. A cache costs as much as some ten of them.
pub(super) fn earns_cache() -> bool {
    const OPERATIONS: u32 = 16;
    thread_local! {
        static COUNT: Cell<u32> = const { Cell::new(0) };
    }
    let count = COUNT.get() + 1;
    COUNT.set(count % OPERATIONS);
    count == OPERATIONS
}

/// Makes the calling thread the owner of a cache of this pool. False if its thread-locals are
/// gone already; the cache is then still the caller's.
///
/// # Safety
///
/// The cache stays where it is until the thread gives it back, or the pool is dropped. It may be
/// given back by its index, once, on this thread, at any time when the thread is not in the
/// middle of using it.
pub(super) unsafe fn install(key: u64, slot: &Slot, cache: NonNull<()>, index: usize) -> bool {
    let install = |table: &RefCell<Table>| {
        let mut table = table.borrow_mut();
        // Those of pools that are gone are forgotten, as far as they are the last ones.
        let most = with_slots(|slots| slots.pools.len());
        let len = table.0.len().max(slot.0 + 1).min(most);
        table.0.resize(len, Owned::NONE);
        table.0.shrink_to(2 * len);
        // What was there belonged to a pool that is gone, and so is the cache.
        table.0[slot.0] = Owned { key, cache, index };
        RECENT.with(|recent| recent.set(key, cache));
    };
    TABLE.try_with(install).is_ok()
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process::Command;

    use super::new_key;

    /// Or a pool of one copy of this crate could be taken for one of another.
    #[test]
    fn each_copy_starts_at_another_key() {
        const ASKED: &str = "QNPOOL_TEST_PRINTS_KEY";
        if env::var_os(ASKED).is_some() {
            println!("key {}", new_key());
            return;
        }
        let key_of_a_process = || {
            let test = concat!(module_path!(), "::each_copy_starts_at_another_key");
            let (_, test) = test.split_once("::").expect("the crate comes first");
            let output = Command::new(env::current_exe().unwrap())
                .args(["--exact", test, "--nocapture"])
                .env(ASKED, "")
                .output()
                .unwrap();
            let printed = String::from_utf8(output.stdout).unwrap();
            let key = printed.lines().find_map(|line| line.strip_prefix("key "));
            key.unwrap_or_else(|| panic!("{printed}")).to_owned()
        };
        assert_ne!(key_of_a_process(), key_of_a_process());
        assert_ne!(new_key(), new_key());
    }
}
