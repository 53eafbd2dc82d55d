//! What is known of a pool without its objects' type: what it did, and what is out.

use std::any::type_name;
use std::panic::Location;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::clock::{Clock, Timer, instant, nanoseconds};
use super::engine::Counted;
use super::header::Header;
use super::history::{History, Snapshot};
use super::ledger::{Entry, Ledger, Record, Sample};
use super::long_hold::{Late, LongHold, Report, is_telling, tell};
use super::settings::Settings;
use crate::idle_bound::bytes_each;
use crate::poolable::PoolObject;
use crate::poolable::traffic::Seen;

/// A pool as those see it who look at all pools.
pub(crate) trait Watched {
    fn watch(&self) -> &Watch;

    fn counted(&self) -> Counted;

    fn idle(&self) -> u64;

    /// What cannot be taken from the caches of other threads any more: of how many threads,
    /// and how many objects.
    fn out_of_reach(&self) -> (u64, u64);

    /// What was seen of each field that grows.
    fn traffic(&self) -> Vec<Seen>;

    /// No other pool's, before or after.
    #[cfg(feature = "metrics")]
    fn key(&self) -> u64;
}

pub(crate) struct Watch {
    pub(crate) name: &'static str,
    pub(crate) max_idle: usize,
    type_facts: fn() -> TypeFacts,
    pub(crate) ledger: Ledger,
    pub(crate) history: History,
    clock: Clock,
    generation: Timer,
    /// How long a hold may be.
    patience: u64,
    patience_timer: Timer,
    on_long_hold: Option<fn(&LongHold)>,
    peak_outstanding: AtomicU64,
    peak_at_refusals: AtomicU64,
}

/// What is known of the objects' type.
pub(crate) struct TypeFacts {
    pub(crate) name: &'static str,
    pub(crate) size: usize,
    /// The most bytes that one idle object holds; [`UNBOUNDED`](crate::UNBOUNDED) if it has no
    /// bound.
    pub(crate) bytes_each: usize,
}

impl TypeFacts {
    fn of<T: PoolObject>() -> Self {
        Self {
            name: type_name::<T>(),
            size: size_of::<T>(),
            bytes_each: bytes_each::<T>(),
        }
    }
}

impl Watch {
    pub(crate) fn type_facts(&self) -> TypeFacts {
        (self.type_facts)()
    }

    pub(super) fn new<T: PoolObject>(settings: &Settings) -> Self {
        let patience = settings.hold_threshold;
        Self {
            name: settings.name.unwrap_or_else(type_name::<T>),
            max_idle: settings.max_idle,
            type_facts: TypeFacts::of::<T>,
            ledger: Ledger::new(settings.leak_detection()),
            history: History::new(),
            clock: Clock::start(),
            generation: Timer::every(settings.idle_timeout),
            // A hold of two instants of the clock may have been as short as one. And none is
            // too long within one: a callback that takes an object would call itself for ever.
            patience: nanoseconds(patience).saturating_add(instant()),
            patience_timer: Timer::every(if patience == Duration::MAX {
                patience
            } else {
                patience / 8
            }),
            on_long_hold: settings.on_long_hold,
            peak_outstanding: AtomicU64::new(0),
            peak_at_refusals: AtomicU64::new(0),
        }
    }

    #[inline]
    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// The most objects checked out that a reading has seen, this one included. No reading is
    /// above the truth (`engine/counters.rs`), so this is not either.
    pub(crate) fn peak_outstanding(&self, outstanding: u64) -> u64 {
        let before = self
            .peak_outstanding
            .fetch_max(outstanding, Ordering::Relaxed);
        before.max(outstanding)
    }

    /// An object was refused, as one of so many that were idle or checked out.
    pub(super) fn note_refusal(&self, objects: u64) {
        self.peak_at_refusals.fetch_max(objects, Ordering::Relaxed);
    }

    /// The most objects, idle or checked out, that there were when one was refused; as far as was
    /// looked, which is once in a millisecond. The first refusal of a burst is the one that
    /// matters: a bound of so many would have kept all of it.
    pub(crate) fn peak_at_refusals(&self) -> u64 {
        self.peak_at_refusals.load(Ordering::Relaxed)
    }

    /// In how much time a thread that uses the pool should notice what is due.
    pub(super) fn interval(&self) -> u64 {
        self.generation.period().min(self.patience) / 8
    }

    pub(super) fn generation_is_over(&self, now: u64) -> bool {
        self.generation.is_due(now)
    }

    /// A generation ends now.
    pub(super) fn end_generation(&self, counted: Counted) {
        let at = self.now();
        self.generation.restart(at);
        self.peak_outstanding(counted.outstanding());
        self.history.note(Snapshot { at, counted });
    }

    /// Begins to follow an object; see [`Ledger::follow`].
    #[inline]
    pub(super) fn follow(
        &self,
        sample: Sample,
        pool: NonNull<Header>,
        location: &'static Location<'static>,
    ) -> &Record {
        if self.patience == u64::MAX {
            self.ledger.follow(sample, pool, location, || self.now())
        } else {
            self.follow_with_patience(sample, pool, location)
        }
    }

    #[inline(never)]
    fn follow_with_patience(
        &self,
        sample: Sample,
        pool: NonNull<Header>,
        location: &'static Location<'static>,
    ) -> &Record {
        let record = self.ledger.follow(sample, pool, location, || {
            let now = self.now();
            // The time is known here anyway, also to a thread that has slowed down since it
            // chose after how many hits to look at the clock. A callback may take long.
            if self.tell_if_due(now) {
                self.now()
            } else {
                now
            }
        });
        record.set_in_callback(is_telling());
        record
    }

    /// Ends a hold that was followed, by its holder.
    #[inline]
    pub(super) fn end_hold(&self, record: &Record) -> Late {
        let late = if self.patience == u64::MAX {
            Late::NOTHING
        } else {
            self.late_if_long(record)
        };
        record.end();
        late
    }

    #[cold]
    #[inline(never)]
    fn late_if_long(&self, record: &Record) -> Late {
        match record.read() {
            Some(entry) if self.now().saturating_sub(entry.taken_at) >= self.patience => {
                // Whoever looks from now on finds it told.
                record.report(&entry);
                Late::new(self.report(&entry, true))
            }
            _ => Late::NOTHING,
        }
    }

    /// Reports the objects that are out for too long and have not been reported; not where it
    /// would not be told.
    pub(crate) fn tell_of_long_holds(&self) {
        if self.patience == u64::MAX || is_telling() {
            return;
        }
        if let Some(deadline) = self.now().checked_sub(self.patience) {
            let late = self.ledger.report_older(deadline);
            late.for_each(|entry| tell(self.report(&entry, false)));
        }
    }

    /// The same, if it has not been done for a while; says whether it was.
    pub(super) fn tell_if_due(&self, now: u64) -> bool {
        let is_due = self.patience_timer.is_due(now);
        if is_due {
            self.tell_of_long_holds();
        }
        is_due
    }

    fn report(&self, entry: &Entry, returned: bool) -> Report {
        let places = self.ledger.places();
        let hold = LongHold {
            pool: self.name,
            location: places[entry.place].location,
            touched: entry.touched.map(|place| places[place].location),
            held: Duration::from_nanos(self.now().saturating_sub(entry.taken_at)),
            returned,
            backtrace: entry.backtrace.clone(),
        };
        Report {
            callback: self.on_long_hold,
            hold,
            in_callback: entry.in_callback,
        }
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
