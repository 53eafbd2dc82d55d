//! Whether a pool is used well, in a word and with the reasons.

use std::fmt;

use super::census::ratio;
use super::census_table::age;
use super::field_use::FieldUse;
use crate::Pool;
use crate::pool::{Counted, Entry, GENERATIONS, Snapshot, Watched};
use crate::poolable::PoolObject;
use std::time::Duration;

/// Objects out for each that came back.
const SUSPECT_RATIO: f64 = 1.2;
const LEAKING_RATIO: f64 = 2.5;

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

/// Something that a verdict rests on. All figures are of the last generations, but those of
/// [`FenceUnavailable`](Self::FenceUnavailable).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "reason", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Reason {
    /// More objects went out than came back: a leak is suspected above 1.2 to 1, and
    /// certain enough above 2.5 to 1. A lead of less than 16 objects is none.
    FewerReturns {
        /// Objects handed out.
        gets: u64,
        /// Objects that came back, or were detached.
        returns: u64,
    },
    /// Objects have been out since before the last five generations. They are counted where
    /// they are [followed](crate::LeakDetection); otherwise at least as many as cannot
    /// have come back since.
    ///
    /// An object that is meant to be out for good is one too: [`detach`](crate::Guard::detach)
    /// it, or it is suspected for good.
    LateReturns {
        /// Objects.
        objects: u64,
        /// How long ago the first of the five generations began.
        #[cfg_attr(
            feature = "serde",
            serde(
                serialize_with = "crate::serialize::seconds",
                rename = "longer_than_seconds"
            )
        )]
        longer_than: Duration,
    },
    /// More than one object in twenty was made anew, once the pool's first two generations
    /// have ended.
    Creations {
        /// Objects made.
        created: u64,
        /// Objects handed out.
        gets: u64,
        /// Objects that came back to a full pool meanwhile.
        discarded_full: u64,
        /// Objects that were dropped for not being used meanwhile, or by `clear`.
        discarded_aged: u64,
        /// Objects that went out and did not come back meanwhile, or were detached, or
        /// discarded as unfit; at most those that were made.
        lost: u64,
    },
    /// More than one object in twenty that came back had a buffer over its limit, which had
    /// to be cut, only to grow again.
    Shrinks {
        /// The objects' type.
        type_name: &'static str,
        /// Objects with such buffers.
        objects: u64,
        /// Buffers cut.
        shrinks: u64,
        /// Objects that came back.
        returns: u64,
    },
    /// The system has begun to refuse the fence by which a thread reaches the caches of others,
    /// as when the process has put itself in a sandbox that forbids `membarrier` after it had
    /// used a pool (Linux). What threads kept until then cannot be taken from them: it does not
    /// age, `clear` leaves it, and it counts towards `max_idle`. It is in reach again once its
    /// thread has used the pool, or has exited.
    ///
    /// Nothing is out of reach where the fence was refused from the start; see
    /// [`Pool`](Pool#sandboxes).
    FenceUnavailable {
        /// Threads that have not used the pool since.
        threads: u64,
        /// Idle objects in their caches, now.
        objects: u64,
    },
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
        let judged = Self::judge(
            watch.type_name,
            &watch.history.snapshots(),
            watch.now(),
            &pool.counted(),
            &entries,
            pool.out_of_reach(),
        );
        Self {
            fields: FieldUse::of_all(&pool.traffic()),
            ..judged
        }
    }

    fn judge(
        type_name: &'static str,
        history: &[Snapshot],
        now: u64,
        counted: &Counted,
        entries: &[Entry],
        out_of_reach: (u64, u64),
    ) -> Self {
        let mut reasons = Vec::new();
        let generations = history.len().saturating_sub(1);
        if let Some(first) = history.first() {
            let recent = counted.since(&first.counted);
            reasons.extend(fewer_returns(&recent));
            if generations == GENERATIONS {
                let outstanding = counted.outstanding();
                reasons.extend(late_returns(first, now, &recent, outstanding, entries));
            }
            if generations > 0 {
                reasons.extend(creations(&recent));
            }
            reasons.extend(shrinks(type_name, &recent));
        }
        reasons.extend(fence_unavailable(out_of_reach));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.verdict()));
        let worst = reasons.first().map(Reason::verdict);
        Self {
            verdict: worst.unwrap_or(Verdict::Healthy),
            reasons,
            generations,
            fields: Vec::new(),
        }
    }
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

fn creations(recent: &Counted) -> Option<Reason> {
    let (created, gets) = (recent.created, recent.gets());
    let many = created >= FEW && created > gets / SHARE;
    many.then(|| Reason::Creations {
        created,
        gets,
        discarded_full: recent.discarded_full,
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
    let many = objects >= FEW && objects > returns / SHARE;
    many.then_some(Reason::Shrinks {
        type_name,
        objects,
        shrinks: recent.shrinks,
        returns,
    })
}

fn fence_unavailable((threads, objects): (u64, u64)) -> Option<Reason> {
    (objects > 0).then_some(Reason::FenceUnavailable { threads, objects })
}

impl Reason {
    /// How grave it is by itself.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match *self {
            Self::FewerReturns { gets, returns } if ratio(gets, returns) > LEAKING_RATIO => {
                Verdict::Leaking
            }
            Self::FewerReturns { .. } | Self::LateReturns { .. } => Verdict::LeakSuspected,
            Self::Creations { .. } | Self::Shrinks { .. } | Self::FenceUnavailable { .. } => {
                Verdict::Wasteful
            }
        }
    }
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

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::FewerReturns { gets, returns } => write!(
                f,
                "{gets} objects went out and {returns} came back; the census shows the lines that keep them"
            ),
            Self::LateReturns {
                objects,
                longer_than,
            } => {
                let objects_have = if objects == 1 {
                    "object has"
                } else {
                    "objects have"
                };
                write!(
                    f,
                    "{objects} {objects_have} been out for more than {}, since before the last five generations",
                    age(longer_than)
                )
            }
            Self::Creations {
                created,
                gets,
                discarded_full,
                discarded_aged,
                lost,
            } => {
                write!(f, "{created} of {gets} objects were made anew")?;
                let most = discarded_full.max(discarded_aged).max(lost);
                if most == 0 {
                    f.write_str(", as more were out than before")
                } else if most == discarded_full {
                    write!(
                        f,
                        ", while {discarded_full} came back to a full pool; raise `max_idle`"
                    )
                } else if most == discarded_aged {
                    write!(
                        f,
                        ", while {discarded_aged} were dropped as unused, or by `clear`; raise `idle_timeout`"
                    )
                } else {
                    write!(f, ", while {lost} did not come back, or not fit for use")
                }
            }
            Self::Shrinks {
                type_name,
                objects,
                shrinks,
                returns,
            } => write!(
                f,
                "{objects} of {returns} objects of type `{type_name}`, {} in 100, came back with {shrinks} buffers over their limit, which were cut; raise their `max_capacity`",
                objects.saturating_mul(100) / returns.max(1)
            ),
            Self::FenceUnavailable { threads, objects } => {
                let plural = |count| if count == 1 { "" } else { "s" };
                write!(
                    f,
                    "fence unavailable: the system has begun to refuse `membarrier`, so {objects} object{} of {threads} thread{} cannot be freed until the thread uses the pool again or exits; allow the call, or set `QNPOOL_ASYMMETRIC_FENCE=off`",
                    plural(objects),
                    plural(threads)
                )
            }
        }
    }
}
