//! What a pool has handed out and not got back, by the line that took it.

#![cfg_attr(
    feature = "serde",
    allow(clippy::ref_option_ref, reason = "serde's derive writes it")
)]

use std::backtrace::Backtrace;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::pool::frames::function_at;
use crate::pool::{Entry, Watch};
use crate::poolable::PoolObject;
use crate::{CallLocation, LeakDetection, Pool, UNBOUNDED};

/// The objects of a pool that are out, by the line that took them; made by
/// [`Pool::census`](crate::Pool::census).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Census {
    /// The pool's name.
    pub pool: &'static str,
    /// The objects' type.
    pub type_name: &'static str,
    /// The most bytes that an idle object holds, itself included:
    /// `size_of::<T>() + T::MAX_RETAINED_BYTES`; without a bound, just its size.
    pub object_bytes: u64,
    /// Which objects are followed from now on.
    pub level: LeakDetection,
    /// Every line that has taken an object that was followed. First come those whose
    /// objects are out longest, all ages of a line added up.
    pub call_sites: Vec<CallSite>,
}

/// One line that takes objects out of a pool.
///
/// When one object in `n` is followed, each stands for `n`: the figures are estimates.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CallSite {
    /// Where `get` was called; or, where it was passed as a function, who passed it: see
    /// [`CallLocation`].
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::serialize::text"))]
    pub location: &'static CallLocation,
    /// The objects that are out.
    pub live: u64,
    /// How long the oldest of them has been.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "crate::serialize::seconds",
            rename = "oldest_seconds"
        )
    )]
    pub oldest: Duration,
    /// How long all of them have been, added up.
    #[cfg_attr(
        feature = "serde",
        serde(
            serialize_with = "crate::serialize::seconds",
            rename = "total_age_seconds"
        )
    )]
    pub total_age: Duration,
    /// The objects taken since the pool was made, or detection was turned on.
    pub taken: u64,
    /// Those of them that are no longer out: put back, discarded or detached.
    pub returned: u64,
    /// Each object that is out and followed, the oldest first.
    pub holds: Vec<Hold>,
    /// The stack of the first call, from which the function's name is read.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) first_call: Option<Arc<Backtrace>>,
}

/// One object that is out.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Hold {
    /// How long it has been.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::seconds", rename = "age_seconds")
    )]
    pub age: Duration,
    /// How many objects it stands for: `n` where one in `n` is followed.
    pub weight: u64,
    /// Where [`Guard::touch`](crate::Guard::touch) was last called for it.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::optional_text")
    )]
    pub touched: Option<&'static CallLocation>,
    /// The stack that took it, at [`LeakDetection::Backtraces`].
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::optional_text")
    )]
    pub backtrace: Option<Arc<Backtrace>>,
}

impl<T: PoolObject, F> Pool<T, F> {
    /// Reads which objects are out, by the line that took them.
    ///
    /// Only objects that are [followed](LeakDetection) are in it, and only while they are
    /// out: an idle object is nobody's leak. A guard leaked with
    /// [`mem::forget`](std::mem::forget) stays in it, as does one that is parked in a map
    /// or a channel, or held by a thread that is stuck.
    ///
    /// Costs some loads and an allocation or two for each of them. Stops nobody: while others
    /// are at work an object that is being taken or returned may or may not be in it.
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .leak_detection(LeakDetection::All)
    ///     .build();
    /// drop(pool.get());
    /// let leaked = pool.get();
    ///
    /// let census = pool.census();
    /// assert_eq!(census.live(), 1);
    /// assert_eq!(census.call_sites[0].location.file(), file!());
    /// println!("{census}");
    /// # drop(leaked);
    /// ```
    #[must_use]
    pub fn census(&self) -> Census {
        let watch = self.shared().watched().watch();
        watch.tell_of_long_holds();
        Census::of(watch)
    }

    /// Panics if objects are out, with the census; for the end of a test.
    ///
    /// It knows *that* objects are out at every level of detection, and *where* they were
    /// taken at [`LeakDetection::All`]: in a test run, `QNPOOL_LEAKS=all` sets it.
    ///
    /// ```should_panic
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .leak_detection(LeakDetection::All)
    ///     .build();
    /// std::mem::forget(pool.get());
    /// pool.assert_no_leaks(); // names the line above
    /// ```
    ///
    /// # Panics
    ///
    /// If an object is out.
    #[track_caller]
    pub fn assert_no_leaks(&self) {
        let stats = self.stats();
        if stats.outstanding == 0 {
            return;
        }
        let census = self.census();
        let hint = match census.level {
            LeakDetection::All | LeakDetection::Backtraces
                if census.live() >= stats.outstanding =>
            {
                ""
            }
            LeakDetection::All | LeakDetection::Backtraces => {
                "\nthe others were taken before the level was set; set it in the builder, or QNPOOL_LEAKS=all"
            }
            _ => {
                "\nset the level `LeakDetection::All`, or QNPOOL_LEAKS=all, to see where each was taken"
            }
        };
        panic!(
            "{} {} still out of pool `{}`\n{census}{hint}",
            stats.outstanding,
            stats.objects_are(),
            self.name()
        );
    }
}

impl Census {
    /// Objects that are out, of those that are [followed](LeakDetection); where only samples
    /// are, how many they stand for, which may be more than are out.
    #[must_use]
    pub fn live(&self) -> u64 {
        self.call_sites.iter().map(|site| site.live).sum()
    }

    /// Of what the pool tells; calls nothing of the user's.
    pub(super) fn of(watch: &Watch) -> Self {
        let facts = watch.type_facts();
        let bytes = match facts.bytes_each {
            UNBOUNDED => facts.size,
            bytes => bytes,
        };
        let mut census = Self {
            pool: watch.name,
            type_name: facts.name,
            object_bytes: bytes as u64,
            level: watch.ledger.level(),
            call_sites: call_sites(watch),
        };
        census
            .call_sites
            .sort_by_key(|site| Reverse((site.total_age, site.live, site.taken)));
        census
    }
}

impl AsRef<Census> for Census {
    fn as_ref(&self) -> &Census {
        self
    }
}

/// The lines of the ledger that objects were taken at; in each, what is out.
fn call_sites(watch: &Watch) -> Vec<CallSite> {
    let ledger = &watch.ledger;
    // In this order: what was taken since cannot make an object live that was not taken.
    let entries = ledger.entries();
    let now = watch.now();
    let taken = ledger.taken();
    let places = ledger.places();
    // Several places may be one line: their `Location`s are not always one object.
    let mut sites: Vec<CallSite> = Vec::new();
    let mut by_line = HashMap::new();
    let mut site_of = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let location = place.location;
        let site = *by_line.entry(location).or_insert_with(|| {
            sites.push(CallSite::new(location, &place.first_call));
            sites.len() - 1
        });
        site_of.push(site);
        sites[site].taken += taken.get(number).copied().unwrap_or(0);
    }
    for entry in entries {
        let touched = entry.touched.map(|place| places[place].location);
        sites[site_of[entry.place]].add(entry, touched, now);
    }
    // A line may be known for a `touch` alone.
    sites.retain(|site| site.taken > 0 || site.live > 0);
    for site in &mut sites {
        site.holds.sort_by_key(|hold| Reverse(hold.age));
        site.returned = site.taken.saturating_sub(site.live);
    }
    sites
}

impl CallSite {
    fn new(location: &'static CallLocation, first_call: &Arc<Backtrace>) -> Self {
        Self {
            location,
            live: 0,
            oldest: Duration::ZERO,
            total_age: Duration::ZERO,
            taken: 0,
            returned: 0,
            holds: Vec::new(),
            first_call: Some(Arc::clone(first_call)),
        }
    }

    fn add(&mut self, entry: Entry, touched: Option<&'static CallLocation>, now: u64) {
        let age = Duration::from_nanos(now.saturating_sub(entry.taken_at));
        self.live += u64::from(entry.weight);
        self.oldest = self.oldest.max(age);
        self.total_age = self
            .total_age
            .saturating_add(age.saturating_mul(entry.weight));
        self.holds.push(Hold {
            age,
            weight: u64::from(entry.weight),
            touched,
            backtrace: entry.backtrace,
        });
    }

    /// The name of the function that the line is in.
    ///
    /// `None` where memory is short, and where the program has no debug information, as an
    /// ordinary release build: `debug = "line-tables-only"` in the profile is enough. With no
    /// more than that, an inlined function's name is without its path.
    ///
    /// The first look reads the program's debug information, which std then keeps: tens of
    /// milliseconds and of megabytes for a small program, more for a large one. Further
    /// ones take microseconds.
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .leak_detection(LeakDetection::All)
    ///     .build();
    /// let held = pool.get();
    /// for site in pool.census().call_sites {
    ///     let function = site.function().unwrap_or_default();
    ///     println!("{} objects taken at {} {function}", site.live, site.location);
    /// }
    /// # drop(held);
    /// ```
    #[must_use]
    pub fn function(&self) -> Option<String> {
        function_at(self.location, self.first_call.as_ref()?)
    }

    /// Objects taken for each that came back; infinite if none did.
    ///
    /// 1 is what a line has that leaks nothing, and one that leaks every second object
    /// has 2.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        ratio(self.taken, self.returned)
    }
}

/// One to one where nothing was taken.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52, or near enough")]
pub(super) fn ratio(taken: u64, returned: u64) -> f64 {
    if taken == 0 {
        1.0
    } else {
        taken as f64 / returned as f64
    }
}
