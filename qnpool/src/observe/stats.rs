//! A pool's counters, in one plain struct.

#[cfg(feature = "std")]
use super::field_use::suggested_max_capacity;
use crate::idle_bound::bytes_each;
use crate::poolable::PoolObject;
#[cfg(feature = "std")]
use crate::{Pool, pool::Watched};

/// What has happened in a pool since it was made; see `Pool::stats` and
/// [`LocalPool::stats`](crate::LocalPool::stats).
///
/// Whenever the pool is quiet (no call under way) these hold:
///
/// - `gets == cache_hits + depot_hits + victim_hits + created`
/// - `outstanding == gets - puts - detached`
/// - `puts + attached == cache_hits + depot_hits + victim_hits + idle + discarded_full + discarded_aged + discarded_unfit + discarded_panicked`
///
/// While other threads are at work the figures are read one after another, so
/// they may miss each other by what happened in between, and `puts`, which is computed from
/// several, may for once be less than before. What was taken is read first and what came back
/// last, so `outstanding` may be too small but never too large. A thread that exits is at work
/// until it is joined: it gives its objects back at its very end, which
/// `std::thread::scope` by itself does not wait for.
///
/// `Display` prints a short table:
///
/// ```
/// use qnpool::{Bounded, Pool};
///
/// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder().max_idle(64).build();
/// for _ in 0..10 {
///     pool.get().resize(1000, 0);
/// }
/// let lost = pool.get();
/// pool.get().resize(5000, 0);
/// assert_eq!(
///     pool.stats().to_string(),
///     "\
/// gets       12  cache 0  depot 10  victim 0  created 2
/// puts       11  attached 0  detached 0  shrinks 1  unused 0
/// discarded   0  full 0  aged 0  unfit 0  panicked 0
/// out         1  peak 1
/// idle        1  at most 64"
/// );
/// # drop(lost);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
#[non_exhaustive]
pub struct Stats {
    /// Objects handed out.
    pub gets: u64,
    /// Objects handed out from the calling thread's own cache.
    pub cache_hits: u64,
    /// Objects handed out from the depot, the tier all threads share. To a thread that has a
    /// cache, one such hit brings up to 254 objects at once.
    pub depot_hits: u64,
    /// Objects handed out from the victim generation, which the next tick drops.
    pub victim_hits: u64,
    /// Objects handed out that had to be made.
    pub created: u64,
    /// Objects that came back from a guard, kept or not.
    pub puts: u64,
    /// Objects that entered through `attach` or `prewarm`, kept or not.
    pub attached: u64,
    /// Objects that left for good through a guard's `detach`.
    pub detached: u64,
    /// Objects dropped because one came back to a pool that was full.
    pub discarded_full: u64,
    /// Idle objects dropped by `clear`, or by a tick that found them unused.
    pub discarded_aged: u64,
    /// Objects dropped by a guard's `discard`, or because they
    /// [asked for it](crate::Poolable::should_discard).
    pub discarded_unfit: u64,
    /// Objects dropped because their own code panicked on return.
    pub discarded_panicked: u64,
    /// Times that a buffer was over its limit when its object came back, and gave memory
    /// back. An object may have several.
    ///
    /// Seen in all that this crate resets, except an `IndexMap` after removals. A `reset`
    /// written by hand reports none, nor what it calls.
    pub shrinks: u64,
    /// Times that a buffer was within its limit and gave memory back because
    /// [the traffic](crate::PoolBuilder::fit_to_traffic) does not use it.
    pub shrinks_unused: u64,
    /// The `max_capacity` that 999 of 1,000 uses of each field would do with; a power of two.
    /// `None` before that is known, and where no field is watched.
    ///
    /// [`Health::fields`](crate::Health::fields) tells the fields apart.
    pub suggested_max_capacity: Option<u64>,
    /// Objects in the pool now.
    pub idle: u64,
    /// The most objects that may be in the pool.
    pub max_idle: u64,
    /// Objects checked out now; a guard leaked with `mem::forget` stays counted. While other
    /// threads use the pool it may be less than the truth, and is never more.
    pub outstanding: u64,
    /// The largest `outstanding` that any reading has seen, this one and those at
    /// ticks included; never above the truth. A peak between two readings is not seen.
    pub peak_outstanding: u64,
    /// The most bytes that idle objects can ever hold:
    /// `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)`, or
    /// [`UNBOUNDED`](crate::UNBOUNDED) as `u64`.
    pub idle_bytes_bound: u64,
}

#[cfg(feature = "std")]
impl<T: PoolObject, F> Pool<T, F> {
    /// Reads the pool's counters.
    ///
    /// Costs a lock, and some loads and another lock for each thread that has used the
    /// pool. Stops nobody but a thread that is noting what an object was used for.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats::of(self.shared().watched())
    }
}

#[cfg(feature = "std")]
impl Stats {
    pub(super) fn of(pool: &dyn Watched) -> Self {
        let watch = pool.watch();
        let counted = pool.counted();
        let outstanding = counted.outstanding();
        Self {
            gets: counted.gets(),
            cache_hits: counted.cache_hits,
            depot_hits: counted.depot_hits,
            victim_hits: counted.victim_hits,
            created: counted.created,
            puts: counted.puts(),
            attached: counted.attached,
            detached: counted.detached,
            discarded_full: counted.discarded_full,
            discarded_aged: counted.discarded_aged,
            discarded_unfit: counted.discarded_unfit,
            discarded_panicked: counted.discarded_panicked,
            shrinks: counted.shrinks,
            shrinks_unused: counted.shrinks_unused,
            suggested_max_capacity: suggested_max_capacity(&pool.traffic()),
            idle: pool.idle(),
            max_idle: watch.max_idle as u64,
            outstanding,
            peak_outstanding: watch.peak_outstanding(outstanding),
            idle_bytes_bound: watch.type_facts().bytes_each.saturating_mul(watch.max_idle) as u64,
        }
    }
}

impl Stats {
    /// What stands behind the number of those that are out.
    pub(crate) const fn objects_are(&self) -> &'static str {
        if self.outstanding == 1 {
            "object is"
        } else {
            "objects are"
        }
    }
}

pub(super) fn idle_bytes_bound<T: PoolObject>(max_idle: usize) -> u64 {
    bytes_each::<T>().saturating_mul(max_idle) as u64
}
