//! One object that is out and followed.

use std::backtrace::Backtrace;
use std::ptr::NonNull;
use std::sync::Arc;

use super::super::header::Header;
use super::super::sync::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Mutex, MutexGuard, Ordering, lock,
};

const FREE: u64 = 0;
const NOWHERE: u32 = u32::MAX;

/// Written by who takes the object, then by who holds it, then free again; read by the
/// census at any time, so every field is atomic. A reader who sees that one hold ended
/// meanwhile tells of none. It does not see that if the next began at the same instant of
/// the clock, some milliseconds long, and may then tell of the new one with the other's
/// `touched`: a count of holds against it would be one more word to write for each.
///
/// On a line of its own: neighbours may be other threads'.
#[repr(C, align(64))]
pub(in super::super) struct Record {
    header: Header,
    /// The pool's own `Header`, as the guard would have had it.
    pool: AtomicPtr<Header>,
    /// When it was taken, shifted by one; the lowest bit says that the hold has been
    /// reported as long. `FREE` if nobody has the record.
    taken: AtomicU64,
    place: AtomicU32,
    touched: AtomicU32,
    /// How many objects it stands for.
    weight: AtomicU32,
    has_backtrace: AtomicBool,
    /// It was taken by a callback for long holds. Not told where no hold is too long.
    in_callback: AtomicBool,
    backtrace: Mutex<Option<Arc<Backtrace>>>,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            header: Header::of_record(),
            pool: AtomicPtr::default(),
            taken: AtomicU64::new(FREE),
            place: AtomicU32::new(0),
            touched: AtomicU32::new(NOWHERE),
            weight: AtomicU32::new(1),
            has_backtrace: AtomicBool::new(false),
            in_callback: AtomicBool::new(false),
            backtrace: Mutex::new(None),
        }
    }
}

/// What a record says of its hold.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Numbers of lines.
    pub(crate) place: usize,
    pub(crate) touched: Option<usize>,
    pub(crate) weight: u32,
    /// On the pool's clock.
    pub(crate) taken_at: u64,
    pub(crate) reported: bool,
    pub(crate) in_callback: bool,
    pub(crate) backtrace: Option<Arc<Backtrace>>,
}

impl Record {
    #[inline]
    pub(super) fn is_free(&self) -> bool {
        // Acquires what the last holder did with it.
        self.taken.load(Ordering::Acquire) == FREE
    }

    /// Begins a hold. By the one thread that may claim the record, which is free.
    #[inline]
    pub(super) fn begin(&self, pool: NonNull<Header>, place: usize, weight: u32, now: u64) {
        self.pool.store(pool.as_ptr(), Ordering::Relaxed);
        // Whoever sees one of these sees that the last hold has ended.
        self.place.store(narrow(place), Ordering::Release);
        self.touched.store(NOWHERE, Ordering::Release);
        self.weight.store(weight, Ordering::Release);
        self.taken.store((now + 1) << 1, Ordering::Release);
    }

    /// What a guard points to.
    #[inline]
    pub(in super::super) fn header(&self) -> NonNull<Header> {
        NonNull::from(self).cast()
    }

    /// By the holder.
    #[inline]
    pub(in super::super) fn pool(&self) -> NonNull<Header> {
        NonNull::new(self.pool.load(Ordering::Relaxed)).expect("a hold has a pool")
    }

    /// By who takes the object, before anybody can bring it back.
    pub(in super::super) fn set_in_callback(&self, in_callback: bool) {
        self.in_callback.store(in_callback, Ordering::Relaxed);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn keep_backtrace(&self, stack: Arc<Backtrace>) {
        *self.lock_backtrace() = Some(stack);
        self.has_backtrace.store(true, Ordering::Release);
    }

    pub(super) fn touch(&self, place: usize) {
        self.touched.store(narrow(place), Ordering::Release);
    }

    /// Ends the hold, by the holder.
    #[inline]
    pub(in super::super) fn end(&self) {
        if self.has_backtrace.load(Ordering::Relaxed) {
            self.drop_backtrace();
        }
        self.taken.store(FREE, Ordering::Release);
    }

    #[cold]
    #[inline(never)]
    fn drop_backtrace(&self) {
        self.has_backtrace.store(false, Ordering::Relaxed);
        self.lock_backtrace().take();
    }

    /// Marks the hold as reported, if it is still the one that the entry tells of.
    pub(in super::super) fn report(&self, entry: &Entry) -> bool {
        let taken = (entry.taken_at + 1) << 1;
        self.taken
            .compare_exchange(taken, taken | 1, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// What there is to say; `None` if nobody has the record, or had it for all the time
    /// that this took.
    pub(in super::super) fn read(&self) -> Option<Entry> {
        let taken = self.taken.load(Ordering::Acquire);
        if taken == FREE {
            return None;
        }
        let touched = self.touched.load(Ordering::Acquire);
        let entry = Entry {
            place: self.place.load(Ordering::Acquire) as usize,
            touched: (touched != NOWHERE).then_some(touched as usize),
            weight: self.weight.load(Ordering::Acquire),
            taken_at: (taken >> 1) - 1,
            reported: taken & 1 == 1,
            in_callback: self.in_callback.load(Ordering::Relaxed),
            backtrace: self
                .has_backtrace
                .load(Ordering::Acquire)
                .then(|| self.lock_backtrace().clone())
                .flatten(),
        };
        let still_taken = self.taken.load(Ordering::Relaxed);
        (still_taken | 1 == taken | 1).then_some(entry)
    }

    fn lock_backtrace(&self) -> MutexGuard<'_, Option<Arc<Backtrace>>> {
        lock(&self.backtrace)
    }
}

/// A program has fewer lines.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NOWHERE - 1)
}
