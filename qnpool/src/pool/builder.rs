//! The builder of a pool.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::settings::Settings;
use super::{LeakDetection, LongHold, Pool, Shared};
use crate::constructor::Boxed;
use crate::idle_bound::IdleBound;
use crate::poolable::PoolObject;

/// The default length of a generation.
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The settings of a new [`Pool`].
///
/// Created by [`Pool::builder`].
///
/// Every method is `const`, so the whole chain can initialize a `static`, as in the example there.
#[must_use = "a builder does nothing until `build`, `create` or `create_boxed`"]
pub struct PoolBuilder<T> {
    name: Option<&'static str>,
    idle_bound: IdleBound,
    idle_timeout: Duration,
    leak_detection: Option<LeakDetection>,
    hold_threshold: Duration,
    on_long_hold: Option<fn(&LongHold)>,
    fit_to_traffic: bool,
    object: PhantomData<fn() -> T>,
}

// The bounds are on the functions that need them: a chain of calls for a type that is not
// `Poolable` then gives a single error.
impl<T> PoolBuilder<T> {
    pub(super) const fn new() -> Self {
        Self {
            name: None,
            idle_bound: IdleBound::DEFAULT,
            idle_timeout: DEFAULT_IDLE_TIMEOUT,
            leak_detection: None,
            hold_threshold: Duration::MAX,
            on_long_hold: None,
            fit_to_traffic: true,
            object: PhantomData,
        }
    }

    /// Sets the name that reports show.
    ///
    /// The default is the name of the type `T`. Only pools with a name are listed by
    /// [`pools`](crate::pools) and in metrics.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Sets the maximum number of idle objects, including those in the caches of threads.
    ///
    /// A pool with a limit of 0 keeps no objects. The limit holds at every instant. It bounds idle
    /// memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)` bytes. A tight limit
    /// [costs speed](Pool#choosing-the-settings).
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.idle_bound.objects = Some(objects);
        self
    }

    /// Sets the maximum number of bytes that idle objects own, including those in the caches of
    /// threads.
    ///
    /// The limit holds at every instant. The builder divides it by
    /// `size_of::<T>() + T::MAX_RETAINED_BYTES` to get a number of objects, which is 0 if one
    /// object needs more bytes than that. Objects of 0 bytes are limited by number alone. If
    /// [`max_idle`](Self::max_idle) is set as well, the stricter limit applies.
    ///
    /// Does not compile if `T::MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED), since the
    /// pool could not keep such a limit; use `max_idle` instead.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .max_idle_bytes(1 << 20)
    ///     .build();
    /// assert!(pool.stats().idle_bytes_bound <= 1 << 20);
    /// ```
    pub const fn max_idle_bytes(mut self, bytes: usize) -> Self
    where
        T: PoolObject,
    {
        self.idle_bound = self.idle_bound.with_bytes::<T>(bytes);
        self
    }

    /// Sets how long a generation lasts.
    ///
    /// The default is 60 s. At the end of each generation the pool [ticks](Pool::tick) by itself,
    /// which drops the objects that were idle for the whole generation. So an object is dropped one
    /// to two generations after its last use, also from the caches of idle threads.
    /// [`Duration::MAX`] disables this.
    ///
    /// There is no background thread: the threads that use the pool check the clock, about 64 times
    /// per generation and at least once in 2,039 hits. A pool that no thread uses does not age, and
    /// a thread whose traffic suddenly becomes slow may end one generation that late. Choose at
    /// least some milliseconds: a tick interrupts every processor that runs a thread of the
    /// process. On targets without a clock, only [`tick`](Pool::tick) ends a generation.
    pub const fn idle_timeout(mut self, generation: Duration) -> Self {
        self.idle_timeout = generation;
        self
    }

    /// Sets which objects the pool's [census](Pool::census) tracks while they are in use.
    ///
    /// The default is [`LeakDetection::Off`], or [`LeakDetection::All`] if a
    /// [`hold_threshold`](Self::hold_threshold) is set. The environment variable `QNPOOL_LEAKS`
    /// overrides this setting.
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// static LINES: Pool<Bounded<String, 256>> = Pool::builder()
    ///     .name("lines")
    ///     .leak_detection(LeakDetection::Sampled(128))
    ///     .build();
    /// # drop(LINES.get());
    /// ```
    pub const fn leak_detection(mut self, level: LeakDetection) -> Self {
        self.leak_detection = Some(level);
        self
    }

    /// Sets how long an object may be in use before the pool reports it.
    ///
    /// The default is no limit. A hold over the threshold is reported once while it lasts, and
    /// again when the object is returned. The report goes to [`on_long_hold`](Self::on_long_hold)
    /// and, with the feature `tracing`, to the subscriber as a warning; without either, to standard
    /// error.
    ///
    /// Only objects that are [tracked](Self::leak_detection) can be reported. A threshold without a
    /// leak-detection level tracks every object.
    ///
    /// There is no background thread. The threads that use the pool look for long holds about eight
    /// times per threshold: when they take a tracked object, or after a number of hits that adapts
    /// to the rate of hits. If hits suddenly become rare, this is late. [`tick`](Pool::tick),
    /// [`census`](Pool::census) and [`health`](Pool::health) look as well, and so does
    /// [`pools`](crate::pools), as in a metrics scrape, for a pool with a name. If none of these
    /// looked before the object was returned, there is only the second report.
    ///
    /// Each tracked object costs two readings of a coarse clock, which advances every 1 to 10 ms on
    /// Linux. A hold that exceeds the threshold by less than such a step may not be reported. A
    /// shorter hold is not reported, unless that clock itself was late, as happens on virtual
    /// machines. On targets without a clock, no hold is reported.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    /// use std::time::Duration;
    ///
    /// static LINES: Pool<Bounded<String, 256>> = Pool::builder()
    ///     .hold_threshold(Duration::from_secs(30))
    ///     .on_long_hold(|hold| println!("{hold}"))
    ///     .build();
    /// # drop(LINES.get());
    /// ```
    pub const fn hold_threshold(mut self, longest: Duration) -> Self {
        self.hold_threshold = longest;
        self
    }

    /// Sets the function that is called for each hold over the [threshold](Self::hold_threshold).
    ///
    /// It runs on a thread that uses the pool, outside of every lock of this crate, and may use the
    /// pool. Objects that the function itself holds too long are not reported. When a hold has
    /// ended, the function is called after the object has been returned or dropped. If a hold ends
    /// while its first report is under way, both reports may run at the same time on two threads. A
    /// panic in the function is caught.
    ///
    /// The default is none: see [`hold_threshold`](Self::hold_threshold).
    pub const fn on_long_hold(mut self, report: fn(&LongHold)) -> Self {
        self.on_long_hold = Some(report);
        self
    }

    /// Sets whether the pool shrinks growable fields below their limit, to what the traffic fills.
    ///
    /// The default is `true`. Each thread inspects about one return in a thousand, or more where
    /// returns are few, and remembers the largest use of each growable field. From each object that
    /// is returned to this thread, the pool then shrinks a field to the largest use of the last two
    /// windows of 64 inspections, plus an eighth. A field that needs more grows again, up to its
    /// limit.
    ///
    /// A field is inspected if it lies in the object itself, not in a box or behind `zeroize`, and
    /// is reset by the derive or by [`Bounded`](crate::Bounded). A field that the program empties
    /// before it returns the object looks unused. If such a field has to grow again, the pool
    /// undoes the shrink and doubles the length of the windows.
    ///
    /// Each thread remembers half a kilobyte per field. [`health`](Pool::health) reports the use of
    /// each field, and suggests a limit.
    ///
    /// Set it to `false` if an allocation costs more than the memory: after a thread's traffic
    /// changes, each of its objects makes one extra allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// use qnpool::{Bounded, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder().build();
    /// pool.get().reserve_exact(4096);
    /// for _ in 0..1000 {
    ///     pool.get().extend_from_slice(&[7; 200]);
    /// }
    /// assert_eq!(pool.get().capacity(), 225);
    /// assert_eq!(pool.stats().shrinks_unused, 1);
    /// ```
    pub const fn fit_to_traffic(mut self, fit: bool) -> Self {
        self.fit_to_traffic = fit;
        self
    }

    pub(super) const fn settings(&self) -> Settings
    where
        T: PoolObject,
    {
        Settings {
            name: self.name,
            max_idle: self.idle_bound.max_idle::<T>(),
            idle_timeout: self.idle_timeout,
            leak_detection: self.leak_detection,
            hold_threshold: self.hold_threshold,
            on_long_hold: self.on_long_hold,
            fit_to_traffic: self.fit_to_traffic,
        }
    }

    /// Creates the pool, with `T::default()` as the constructor of its objects.
    #[must_use]
    pub const fn build(self) -> Pool<T>
    where
        T: PoolObject + Default,
    {
        let create: fn() -> T = T::default;
        self.create(create)
    }

    /// Creates the pool, with `create` as the constructor of its objects.
    ///
    /// The pool resets each new object before `get` returns it.
    #[must_use]
    pub const fn create<F: Fn() -> T>(self, create: F) -> Pool<T, F>
    where
        T: PoolObject,
    {
        Pool::from_parts(create, Shared::new(self.settings()))
    }

    /// Creates the pool for objects that are too large for the stack.
    ///
    /// `create` returns each object in a box; see [`Pool::with_boxed`].
    #[must_use]
    pub const fn create_boxed<F: Fn() -> Box<T>>(self, create: F) -> Pool<T, Boxed<F>>
    where
        T: PoolObject,
    {
        Pool::from_parts(Boxed::new(create), Shared::new(self.settings()))
    }
}

impl<T: PoolObject> fmt::Debug for PoolBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBuilder")
            .field("name", &self.name)
            .field("max_idle", &self.idle_bound.max_idle::<T>())
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magazine_size_is_a_small_part_of_max_idle() {
        let of_bound = |max_idle| PoolBuilder::<u64>::new().max_idle(max_idle).settings();
        for (max_idle, objects) in [(0, 1), (16, 1), (320, 20), (8192, 127), (1 << 20, 127)] {
            assert_eq!(of_bound(max_idle).magazine_size(), objects, "{max_idle}");
        }
    }
}
