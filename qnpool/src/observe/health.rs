//! Whether a pool is used well, in a word and with the reasons.

use std::fmt;

use super::census::ratio;
use super::field_use::FieldUse;
use super::reason::{Reason, SUSPECT_RATIO};
use crate::pool::{Counted, Entry, GENERATIONS, Snapshot, Watch, Watched};
use crate::poolable::PoolObject;
use crate::{Pool, UNBOUNDED};
use std::time::Duration;

/// Fewer objects than this are no reason: somebody may just be using them.
const FEW: u64 = 16;

/// The share of objects made, or of buffers shrunk, that a pool in steady state should not
/// come to: one in so many.
const SHARE: u64 = 20;

/// A verdict on a pool and what it rests on; made by [`Pool::health`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Health {
    /// The gravest of what the reasons say.
    pub verdict: Verdict,
    /// What was found, the gravest first; nothing if all is well.
    pub reasons: Vec<Reason>,
    /// How many whole generations the verdict looks back on, 5 at most, besides the one
    /// that runs. The pool's first is never one of them, as it is then that objects are
    /// made: until that has ended, there are no reasons, except for
    /// [`FenceUnavailable`](Reason::FenceUnavailable).
    pub generations: usize,
    /// What the fields that grow are used for, in the order of their places, as far as it
    /// was looked at; since the pool was made. Nothing here makes a verdict worse.
    pub fields: Vec<FieldUse>,
}

/// How a pool does, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Verdict {
    /// Nothing found.
    Healthy,
    /// It works, but does not save what it could.
    Wasteful,
    /// Objects may be leaking.
    LeakSuspected,
    /// Objects are leaking.
    Leaking,
}

impl<T: PoolObject, F> Pool<T, F> {
    /// Judges how the pool is used, from its last generations.
    ///
    /// A generation ends at each [`idle_timeout`](crate::PoolBuilder::idle_timeout) of a pool
    /// in use, or with [`tick`](Self::tick). Costs what [`stats`](Self::stats) and
    /// [`census`](Self::census) cost.
    ///
    /// ```
    /// use qnpool::{Bounded, Pool, Verdict};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    /// drop(pool.get());
    /// pool.tick();
    /// for _ in 0..100 {
    ///     std::mem::forget(pool.get());
    /// }
    /// let health = pool.health();
    /// assert_eq!(health.verdict, Verdict::Leaking);
    /// assert!(health.to_string().starts_with("leaking: 100 objects went out and 0 came"));
    /// ```
    #[must_use]
    pub fn health(&self) -> Health {
        let watched = self.shared().watched();
        watched.watch().tell_of_long_holds();
        Health::of(watched)
    }
}

impl Health {
    /// Of what the pool tells; calls nothing of the user's.
    pub(super) fn of(pool: &dyn Watched) -> Self {
        let watch = pool.watch();
        let entries = watch.ledger.entries();
        let history = watch.history.snapshots();
        let now = watch.now();
        let counted = pool.counted();
        let mut reasons = Vec::new();
        let generations = history.len().saturating_sub(1);
        if let Some(first) = history.first() {
            let recent = counted.since(&first.counted);
            reasons.extend(fewer_returns(&recent));
            if generations == GENERATIONS {
                let outstanding = counted.outstanding();
                reasons.extend(late_returns(first, now, &recent, outstanding, &entries));
            }
            if generations > 0 {
                let missed = Missed::of(&history, &counted);
                let too_small = bound_too_small(watch, &recent, &missed);
                let explained = too_small.as_ref().map_or(0, |_| missed.total);
                reasons.extend(too_small);
                reasons.extend(creations(&recent, explained));
            }
            reasons.extend(shrinks(watch.type_facts().name, &recent));
        }
        reasons.extend(fence_unavailable(pool.out_of_reach()));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.verdict()));
        let worst = reasons.first().map(Reason::verdict);
        Self {
            verdict: worst.unwrap_or(Verdict::Healthy),
            reasons,
            generations,
            fields: FieldUse::of_all(&pool.traffic()),
        }
    }
}

/// Whether so many objects are more than a pool in steady state should come to.
fn are_many(objects: u64, of: u64) -> bool {
    objects >= FEW && objects > of / SHARE
}

fn fewer_returns(recent: &Counted) -> Option<Reason> {
    let (gets, returns) = (recent.gets(), recent.returns());
    let many = gets.saturating_sub(returns) >= FEW && ratio(gets, returns) > SUSPECT_RATIO;
    many.then_some(Reason::FewerReturns { gets, returns })
}

fn late_returns(
    first: &Snapshot,
    now: u64,
    recent: &Counted,
    outstanding: u64,
    entries: &[Entry],
) -> Option<Reason> {
    let late = entries.iter().filter(|entry| entry.taken_at < first.at);
    let followed: u64 = late.map(|entry| u64::from(entry.weight)).sum();
    // A sample may stand for more than there are.
    let followed = followed.min(outstanding);
    let still_out = first.counted.outstanding().saturating_sub(recent.returns());
    let objects = followed.max(still_out);
    let longer_than = Duration::from_nanos(now.saturating_sub(first.at));
    (objects > 0).then_some(Reason::LateReturns {
        objects,
        longer_than,
    })
}

/// Objects that a larger bound would have kept for a `get` that had to create one.
#[derive(Default)]
struct Missed {
    /// In all generations.
    total: u64,
    /// In the generation with the most.
    most: u64,
}

impl Missed {
    /// A created object counts if one was discarded for a full pool in the same generation, or
    /// in the one before. What was discarded earlier does not count: it would have aged.
    fn of(history: &[Snapshot], counted: &Counted) -> Self {
        let begins = history.iter().map(|snapshot| &snapshot.counted);
        let ends = begins.clone().skip(1).chain([counted]);
        let mut missed = Self::default();
        let mut discarded_before = 0;
        for (begin, end) in begins.zip(ends) {
            let generation = end.since(begin);
            let discarded = discarded_before + generation.discarded_full;
            let count = generation.created.min(discarded);
            discarded_before = generation.discarded_full.min(discarded - count);
            missed.total += count;
            missed.most = missed.most.max(count);
        }
        missed
    }
}

fn bound_too_small(watch: &Watch, recent: &Counted, missed: &Missed) -> Option<Reason> {
    let max_idle = watch.max_idle as u64;
    let enough = max_idle.saturating_add(missed.most);
    let enough = match watch.peak_at_refusals() {
        peak if peak > max_idle => enough.min(peak),
        _ => enough,
    };
    are_many(missed.total, recent.gets()).then(|| Reason::BoundTooSmall {
        max_idle,
        enough,
        enough_bytes: match watch.type_facts().bytes_each {
            0 | UNBOUNDED => None,
            each => Some(enough.saturating_mul(each as u64)),
        },
        created: missed.total,
        gets: recent.gets(),
        discarded_full: recent.discarded_full,
    })
}

/// Of the objects created, `explained` have a reason already, which is the full pool. The rest has
/// another one.
fn creations(recent: &Counted, explained: u64) -> Option<Reason> {
    let (created, gets) = (recent.created.saturating_sub(explained), recent.gets());
    are_many(created, gets).then(|| Reason::Creations {
        created,
        gets,
        discarded_full: if explained == 0 {
            recent.discarded_full
        } else {
            0
        },
        discarded_aged: recent.discarded_aged,
        // Unfit ones may have been attached, and were not taken.
        lost: (gets.saturating_sub(recent.puts())
            + recent.discarded_unfit
            + recent.discarded_panicked)
            .min(created),
    })
}

fn shrinks(type_name: &'static str, recent: &Counted) -> Option<Reason> {
    let (objects, returns) = (recent.shrunk, recent.puts());
    are_many(objects, returns).then_some(Reason::Shrinks {
        type_name,
        objects,
        shrinks: recent.shrinks,
        returns,
    })
}

fn fence_unavailable((threads, objects): (u64, u64)) -> Option<Reason> {
    (objects > 0).then_some(Reason::FenceUnavailable { threads, objects })
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Healthy => "healthy",
            Self::Wasteful => "wasteful",
            Self::LeakSuspected => "leak suspected",
            Self::Leaking => "leaking",
        })
    }
}

impl fmt::Display for Health {
    /// Prints the verdict and the reasons, one a line, and then each field to which another
    /// limit would fit better.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        for (number, reason) in self.reasons.iter().enumerate() {
            let before = if number == 0 { ": " } else { "\n  and " };
            write!(f, "{before}{reason}")?;
        }
        for field in &self.fields {
            if field.better_limit().is_some() {
                write!(f, "\n{field}")?;
            }
        }
        Ok(())
    }
}
