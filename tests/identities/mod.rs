//! The identities between a pool's counters, as the documentation of `Stats` has them.

#![allow(unreachable_pub, reason = "a module of several test crates")]

use qnpool::Stats;

/// For a pool that is quiet.
#[track_caller]
pub fn assert_identities(stats: Stats) {
    let hits = stats.cache_hits + stats.depot_hits + stats.victim_hits;
    assert_eq!(stats.gets, hits + stats.created, "{stats:?}");
    let left = stats.puts + stats.detached;
    assert_eq!(stats.outstanding + left, stats.gets, "{stats:?}");
    let discarded = stats.discarded_full
        + stats.discarded_aged
        + stats.discarded_unfit
        + stats.discarded_panicked;
    assert_eq!(
        stats.puts + stats.attached,
        hits + stats.idle + discarded,
        "{stats:?}"
    );
    assert!(stats.peak_outstanding >= stats.outstanding, "{stats:?}");
}
