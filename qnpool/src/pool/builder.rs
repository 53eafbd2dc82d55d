//! The builder of a pool.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::settings::Settings;
use super::{LeakDetection, LongHold, Pool, Shared};
use crate::constructor::Boxed;
use crate::idle_bound::IdleBound;
use crate::poolable::PoolObject;

/// Length of a generation of a pool that was told nothing.
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Settings of a [`Pool`] to be; made by [`Pool::builder`].
///
/// Every method is `const`, so the whole chain works in a `static`.
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

// The bounds are on the functions that need them: a chain of calls for objects that cannot be
// reset is then one error.
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

    /// The name shown in reports; the type's name otherwise.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// The most objects that may wait in the pool, at every instant, the threads' own
    /// caches included. 0 keeps none.
    ///
    /// Bounds idle memory to `max_idle × (size_of::<T>() + T::MAX_RETAINED_BYTES)`.
    /// A tight bound [costs speed](Pool#bounds).
    pub const fn max_idle(mut self, objects: usize) -> Self {
        self.idle_bound.objects = Some(objects);
        self
    }

    /// The most bytes that idle objects may hold, at every instant, those in the
    /// threads' own caches included.
    ///
    /// It is divided by `size_of::<T>() + T::MAX_RETAINED_BYTES` into a number of
    /// objects, which is 0 if the bytes do not suffice for one; objects of 0 bytes
    /// are bounded by number alone. Beside [`max_idle`](Self::max_idle) the stricter
    /// of the two holds.
    ///
    /// For a type whose `MAX_RETAINED_BYTES` is [`UNBOUNDED`](crate::UNBOUNDED) it
    /// does not compile, as it could not be kept.
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

    /// How long a generation lasts; 60 s if not told.
    ///
    /// At the end of each the pool [ticks](Pool::tick) by itself, which drops the objects
    /// that were idle for all of it. So an object is dropped one to two generations after
    /// its last use, in whichever thread's cache it is. The tick falls to a
    /// thread that uses the pool: no other thread is started, and a pool that nobody
    /// uses does not age. Such a thread reads the clock about 64 times a generation, and
    /// once in 2,039 hits at least: one that becomes slow all at once may end a generation
    /// that late, but not the next. [`Duration::MAX`] means never. A generation should last
    /// milliseconds at least: a tick interrupts every processor that runs a thread of
    /// the process. On a [target without a clock](Pool#targets-without-a-clock) only
    /// [`tick`](Pool::tick) ends a generation.
    pub const fn idle_timeout(mut self, generation: Duration) -> Self {
        self.idle_timeout = generation;
        self
    }

    /// Which objects the pool's [census](Pool::census) follows while they are out; none
    /// if not told. The environment variable `QNPOOL_LEAKS` overrules it.
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

    /// How long an object may be out before that is reported, once; and once more when it
    /// comes back after all.
    ///
    /// Only objects that are [followed](Self::leak_detection) are watched; without a word
    /// about that, all are. The report goes to [`on_long_hold`](Self::on_long_hold), and
    /// with the feature `tracing` to its subscriber as a warning; without either, to standard
    /// error.
    ///
    /// No thread is started for it. The threads that use the pool look about eight times in
    /// this time: when they take an object that is followed, or else after a number of hits
    /// that adapts to how fast these come, and so late when they have become rare. So do
    /// [`tick`](Pool::tick), [`census`](Pool::census), [`health`](Pool::health) and, for a
    /// named pool, [`pools`](crate::pools), as when metrics are scraped. Where
    /// nobody did before the object came back, there is just the second report.
    ///
    /// Each object that is followed then costs two looks at the clock, a coarse one, which
    /// moves every 1 to 10 ms on Linux. A hold that is longer than told by less than that may
    /// go unreported; a shorter one is not reported, unless that clock itself was late, as it is
    /// now and then on a virtual machine. On a
    /// [target without a clock](Pool#targets-without-a-clock) no hold is reported.
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

    /// What is called with each hold that is longer than the
    /// [threshold](Self::hold_threshold).
    ///
    /// It runs on a thread that uses the pool, outside every lock of this crate's, and may use
    /// the pool too; what it holds too long itself is not reported. Of a hold that has ended
    /// it hears when the object is where it went. Both reports of a hold may come at the
    /// same time, on two threads, if it ends while the first is under way. A panic of it goes
    /// no further.
    pub const fn on_long_hold(mut self, report: fn(&LongHold)) -> Self {
        self.on_long_hold = Some(report);
        self
    }

    /// Whether fields that grow are cut to what the traffic fills of them, below their limit;
    /// yes if not told.
    ///
    /// Each thread inspects one return in a thousand or so, more where there are few, and
    /// remembers the most that was in each such field when its object came back. What
    /// the last two windows of 64 inspections did not fill is cut, but for an eighth, from each
    /// object that comes back to this thread. Where it is needed again the field grows
    /// again, up to its limit.
    ///
    /// A field is watched if it has its place in the object itself, not in a box or behind a
    /// `zeroize`, and is reset by the derive or [`Bounded`](crate::Bounded). What empties a
    /// field before it returns its object makes it look unused; where it then has to grow
    /// again, the pool takes the cut back, and doubles the windows.
    ///
    /// What a thread remembers takes half a kilobyte for each field. It is told by
    /// [`health`](Pool::health), with the limit that would do.
    ///
    /// Say `false` where an allocation costs more than memory does: after the thread's
    /// traffic has changed, each of its objects allocates once more than else.
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

    /// A pool whose objects are made by `T::default()`.
    #[must_use]
    pub const fn build(self) -> Pool<T>
    where
        T: PoolObject + Default,
    {
        let create: fn() -> T = T::default;
        self.create(create)
    }

    /// A pool whose objects are made by `create`, and then reset.
    #[must_use]
    pub const fn create<F: Fn() -> T>(self, create: F) -> Pool<T, F>
    where
        T: PoolObject,
    {
        Pool::from_parts(create, Shared::new(self.settings()))
    }

    /// As [`create`](Self::create), for large objects; see [`Pool::with_boxed`].
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
    fn a_magazine_is_a_small_part_of_the_bound() {
        let of_bound = |max_idle| PoolBuilder::<u64>::new().max_idle(max_idle).settings();
        for (max_idle, objects) in [(0, 1), (16, 1), (320, 20), (8192, 127), (1 << 20, 127)] {
            assert_eq!(of_bound(max_idle).magazine_size(), objects, "{max_idle}");
        }
    }
}
