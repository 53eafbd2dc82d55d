//! Every named pool of the process.

use super::census::Census;
use super::health::Health;
use super::stats::Stats;
use crate::pool::{Registered, for_each_named};

/// What can be seen of one pool, read by [`pools`].
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PoolReport {
    /// The pool's name.
    pub name: &'static str,
    /// The objects' type.
    pub type_name: &'static str,
    /// Its counters.
    pub stats: Stats,
    /// Whether it is used well.
    pub health: Health,
    /// What is out.
    pub census: Census,
    /// No other pool's, before or after.
    #[cfg(feature = "metrics")]
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) key: u64,
}

/// For the functions that export a census of several pools.
impl AsRef<Census> for PoolReport {
    fn as_ref(&self) -> &Census {
        &self.census
    }
}

/// Looks at every pool of the process that was given a
/// [name](crate::PoolBuilder::name), in the order of first use.
///
/// A pool is on the list from its first use until it is dropped; being there costs its
/// operations nothing. Two pools may have one name. Costs what [`Pool::stats`](crate::Pool::stats),
/// [`health`](crate::Pool::health) and [`census`](crate::Pool::census) cost for each, and
/// a pool that is first used or dropped meanwhile waits. Reports what has been out for
/// [too long](crate::PoolBuilder::hold_threshold), as they do.
///
/// ```
/// use qnpool::{Bounded, Pool};
///
/// static LINES: Pool<Bounded<String, 256>> = Pool::builder().name("lines").build();
///
/// drop(LINES.get());
/// for pool in qnpool::pools() {
///     println!("{} of {}: {}", pool.name, pool.type_name, pool.health.verdict);
///     println!("{:?}", pool.stats);
/// }
/// assert!(qnpool::pools().iter().any(|pool| pool.name == "lines"));
/// ```
#[must_use]
pub fn pools() -> Vec<PoolReport> {
    let (reports, pools) = look();
    tell_of_long_holds(&pools);
    reports
}

/// What [`pools`] gives, and what it was seen by.
pub(super) fn look() -> (Vec<PoolReport>, Vec<Registered>) {
    let mut reports = Vec::new();
    let mut pools = Vec::new();
    for_each_named(|registered| {
        pools.push(registered.clone());
        let pool = registered.watched();
        let watch = pool.watch();
        reports.push(PoolReport {
            name: watch.name,
            type_name: watch.type_facts().name,
            stats: Stats::of(pool),
            health: Health::of(pool),
            census: Census::of(watch),
            #[cfg(feature = "metrics")]
            key: pool.key(),
        });
    });
    (reports, pools)
}

/// By whoever has looked, and holds no lock any more: a callback may do what waits for it. Each
/// hold counts as told when it is; it may end while another one is told of, also by that.
pub(super) fn tell_of_long_holds(pools: &[Registered]) {
    for pool in pools {
        pool.watched().watch().tell_of_long_holds();
    }
}
