//! The reference from a guard to its pool, or to the record of its object.

use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::Location;
use std::ptr::NonNull;

use super::Shared;
use super::header::Header;
use super::ledger::Record;
use super::long_hold::Late;
use crate::poolable::PoolObject;

/// Points to the pool, or, for a tracked object, to its record, which points to the pool. Both
/// begin with a [`Header`].
///
/// The reference does not keep the pool alive; the guard does, by a borrow or an `Arc`.
///
/// Rejected: a guard of one word, whose object has the reference in its own header. Bursts of
/// 1,000 objects took 0.99 times as long, and bursts of 64 objects 1.11 times: the drop has to wait
/// for the object's memory before it knows the pool.
pub(super) struct PoolRef<T> {
    header: NonNull<Header>,
    pool: PhantomData<NonNull<Shared<T>>>,
}

/// The parts of a new guard.
pub(super) type GuardParts<T> = (PoolRef<T>, Box<T>);

// SAFETY: A `PoolRef` gives access to a `Shared<T>` by shared reference, and `Shared<T>` is `Sync`
// where `T: Send`. Records are written with atomics alone.
unsafe impl<T: Send> Send for PoolRef<T> {}
// SAFETY: As above.
unsafe impl<T: Send> Sync for PoolRef<T> {}

impl<T> Clone for PoolRef<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PoolRef<T> {}

impl<T: PoolObject> PoolRef<T> {
    /// # Safety
    ///
    /// The pool is neither moved nor dropped while the reference and its copies are used.
    #[inline]
    pub(super) const unsafe fn new(pool: NonNull<Shared<T>>) -> Self {
        Self {
            header: pool.cast(),
            pool: PhantomData,
        }
    }

    /// Returns the reference for a tracked object.
    ///
    /// # Safety
    ///
    /// As for `new`, for the record's pool, whose objects are of type `T`.
    #[inline]
    pub(super) unsafe fn of_record(record: &Record) -> Self {
        Self {
            header: record.header(),
            pool: PhantomData,
        }
    }

    /// Returns the key of the pool, or `FOLLOWED` if the object is tracked.
    #[inline]
    pub(super) fn key(self) -> u64 {
        // SAFETY: Pools and records both begin with a `Header`. The caller of `new` keeps the pool
        // alive, and its records live as long.
        unsafe { self.header.as_ref() }.key()
    }

    #[inline]
    fn record(self) -> Option<NonNull<Record>> {
        // SAFETY: As for `key`. If `is_record` returns true, the header belongs to a record: only
        // `Record::header` creates such a pointer, from a reference to the whole record.
        let is_record = unsafe { self.header.as_ref() }.is_record();
        is_record.then(|| self.header.cast())
    }

    /// Returns the pool, and the record if the object is tracked.
    ///
    /// # Safety
    ///
    /// As for `new`, for as long as the returned references are used.
    #[inline]
    pub(super) unsafe fn parts<'pool>(self) -> (&'pool Shared<T>, Option<&'pool Record>) {
        // SAFETY: The caller keeps the pool alive; as for `key`, so is the record.
        unsafe {
            match self.record() {
                Some(record) => {
                    let record = record.as_ref();
                    (record.pool().cast().as_ref(), Some(record))
                }
                None => (self.header.cast().as_ref(), None),
            }
        }
    }

    #[inline]
    pub(super) fn pool(self) -> NonNull<Shared<T>> {
        match self.record() {
            // SAFETY: As for `key`.
            Some(record) => unsafe { record.as_ref() }.pool().cast(),
            None => self.header.cast(),
        }
    }

    /// Records where the object was last seen, if it is tracked.
    pub(super) fn touch(self, location: &'static Location<'static>) {
        if let Some(record) = self.record() {
            // SAFETY: As for `key`, also for the pool.
            unsafe { self.pool().as_ref().touch(record.as_ref(), location) };
        }
    }

    /// Ends the hold, and frees the record if there is one.
    ///
    /// # Safety
    ///
    /// As for `new`, for as long as the returned value is used. It is called once, at the end of
    /// the hold, and neither the reference nor a copy of it is used afterwards.
    #[inline]
    pub(super) unsafe fn end<'pool>(self) -> Ended<'pool, T> {
        // SAFETY: As the caller of this function promises.
        let (shared, record) = unsafe { self.parts() };
        let late = record.map_or(Late::NOTHING, |record| shared.end_hold(record));
        Ended {
            shared,
            _late: late,
        }
    }
}

/// The pool of a hold that has ended. It is dropped after the object has been returned or dropped,
/// and then sends the report that may be due.
pub(super) struct Ended<'pool, T> {
    shared: &'pool Shared<T>,
    _late: Late,
}

impl<T> Deref for Ended<'_, T> {
    type Target = Shared<T>;

    #[inline]
    fn deref(&self) -> &Shared<T> {
        self.shared
    }
}
