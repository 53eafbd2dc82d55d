//! What a verdict rests on, in figures and in words.

use std::fmt;
use std::time::Duration;

use super::census::ratio;
use super::census_table::age;
use super::health::Verdict;

/// Objects out for each that came back.
pub(super) const SUSPECT_RATIO: f64 = 1.2;
const LEAKING_RATIO: f64 = 2.5;

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
    /// The bound on idle objects is too small for the traffic: more than one object in twenty
    /// was created although the pool had discarded objects because it was full, in the same
    /// generation or in the one before. Reported once the pool's first two generations have
    /// ended.
    ///
    /// `enough` is the smaller of two estimates. One adds to `max_idle` all objects that one
    /// generation created after discarding as many: it is exact for one burst in a generation, and
    /// above what is needed for several. The other is the most objects, idle or checked out, that
    /// the pool saw when it discarded one; it looks once in a millisecond. A bound that is larger
    /// than necessary costs no memory by itself: at most as many objects are idle as were in use
    /// at once, and a pool frees those that are unused for a whole generation.
    BoundTooSmall {
        /// The most objects that may be idle.
        max_idle: u64,
        /// The number of idle objects that is enough: pass it to
        /// [`max_idle`](crate::PoolBuilder::max_idle).
        enough: u64,
        /// The same in bytes, for a pool with
        /// [`max_idle_bytes`](crate::PoolBuilder::max_idle_bytes), where the stricter of the
        /// two settings holds. `None` if bytes do not limit the type.
        enough_bytes: Option<u64>,
        /// Objects created that a large enough bound would have kept.
        created: u64,
        /// Objects handed out.
        gets: u64,
        /// Objects discarded because the pool was full.
        discarded_full: u64,
    },
    /// More than one object in twenty was created, once the pool's first two generations
    /// have ended. Objects that [`BoundTooSmall`](Self::BoundTooSmall) reports do not count.
    Creations {
        /// Objects created.
        created: u64,
        /// Objects handed out.
        gets: u64,
        /// Objects that came back to a full pool meanwhile; 0 if `BoundTooSmall` is reported.
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
    /// [Reliability](crate::docs::reliability).
    FenceUnavailable {
        /// Threads that have not used the pool since.
        threads: u64,
        /// Idle objects in their caches, now.
        objects: u64,
    },
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
            Self::BoundTooSmall { .. }
            | Self::Creations { .. }
            | Self::Shrinks { .. }
            | Self::FenceUnavailable { .. } => Verdict::Wasteful,
        }
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
            Self::BoundTooSmall {
                max_idle,
                enough,
                enough_bytes,
                created,
                gets,
                discarded_full,
            } => {
                write!(
                    f,
                    "a `max_idle` of {max_idle} is too small: {created} of {gets} objects were created although {discarded_full} had been discarded because the pool was full; `max_idle({enough})` would be enough"
                )?;
                if let Some(bytes) = enough_bytes {
                    write!(f, ", in bytes `max_idle_bytes({bytes})`")?;
                }
                Ok(())
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
                if most < created / 2 {
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
