//! What is published: names, units, and what each means.
//!
//! The names follow Prometheus' guide: a prefix, base units, `_total` on counters, and a
//! label where a sum over its values means something. `gets` over all tiers is how many
//! objects were handed out, `discarded` over all reasons how many were dropped.

use ::metrics::{Unit, describe_counter, describe_gauge};

use crate::Stats;
use crate::Verdict;

const GETS: &str = "qnpool_gets_total";
pub(super) const RETURNS: &str = "qnpool_returns_total";
const ATTACHED: &str = "qnpool_attached_total";
const DETACHED: &str = "qnpool_detached_total";
const DISCARDED: &str = "qnpool_discarded_total";
const SHRINKS: &str = "qnpool_shrinks_total";

const IDLE: &str = "qnpool_idle_objects";
const MAX_IDLE: &str = "qnpool_max_idle_objects";
const OUTSTANDING: &str = "qnpool_outstanding_objects";
const PEAK_OUTSTANDING: &str = "qnpool_peak_outstanding_objects";

pub(super) const MAX_IDLE_BYTES: &str = "qnpool_max_idle_bytes";
pub(super) const VERDICT: &str = "qnpool_health_verdict";
pub(super) const LEAK_DETECTION: &str = "qnpool_leak_detection_ratio";
pub(super) const OLDEST_HOLD: &str = "qnpool_oldest_hold_seconds";
pub(super) const CALL_SITE_OUTSTANDING: &str = "qnpool_call_site_outstanding_objects";
pub(super) const CALL_SITE_OLDEST_HOLD: &str = "qnpool_call_site_oldest_hold_seconds";

/// A counter of one value of its label, if it has one.
pub(super) struct Counter {
    pub(super) name: &'static str,
    pub(super) label: Option<(&'static str, &'static str)>,
    pub(super) read: fn(&Stats) -> u64,
}

const fn counter(name: &'static str, read: fn(&Stats) -> u64) -> Counter {
    Counter {
        name,
        label: None,
        read,
    }
}

const fn gets(tier: &'static str, read: fn(&Stats) -> u64) -> Counter {
    Counter {
        name: GETS,
        label: Some(("tier", tier)),
        read,
    }
}

const fn discarded(reason: &'static str, read: fn(&Stats) -> u64) -> Counter {
    Counter {
        name: DISCARDED,
        label: Some(("reason", reason)),
        read,
    }
}

const fn shrinks(reason: &'static str, read: fn(&Stats) -> u64) -> Counter {
    Counter {
        name: SHRINKS,
        label: Some(("reason", reason)),
        read,
    }
}

pub(super) const COUNTERS: [Counter; 13] = [
    gets("cache", |stats| stats.cache_hits),
    gets("depot", |stats| stats.depot_hits),
    gets("victim", |stats| stats.victim_hits),
    gets("created", |stats| stats.created),
    counter(RETURNS, |stats| stats.puts),
    counter(ATTACHED, |stats| stats.attached),
    counter(DETACHED, |stats| stats.detached),
    discarded("full", |stats| stats.discarded_full),
    discarded("aged", |stats| stats.discarded_aged),
    discarded("unfit", |stats| stats.discarded_unfit),
    discarded("panicked", |stats| stats.discarded_panicked),
    shrinks("limit", |stats| stats.shrinks),
    shrinks("unused", |stats| stats.shrinks_unused),
];

/// Gauges that every pool has, and that are added up over the pools of one name.
pub(super) type Gauge = (&'static str, fn(&Stats) -> u64);

pub(super) const GAUGES: [Gauge; 4] = [
    (IDLE, |stats| stats.idle),
    (MAX_IDLE, |stats| stats.max_idle),
    (OUTSTANDING, |stats| stats.outstanding),
    (PEAK_OUTSTANDING, |stats| stats.peak_outstanding),
];

pub(super) const VERDICTS: [(&str, Verdict); 4] = [
    ("healthy", Verdict::Healthy),
    ("wasteful", Verdict::Wasteful),
    ("leak_suspected", Verdict::LeakSuspected),
    ("leaking", Verdict::Leaking),
];

const COUNTER_TEXTS: [(&str, &str); 6] = [
    (GETS, "Objects handed out, by the tier that had them."),
    (RETURNS, "Objects that came back from a guard, kept or not."),
    (
        ATTACHED,
        "Objects that entered through attach or prewarm, kept or not.",
    ),
    (DETACHED, "Objects that left for good through detach."),
    (
        DISCARDED,
        "Objects dropped: the pool was full, they had aged, were unfit, or their code panicked.",
    ),
    (
        SHRINKS,
        "Buffers that were cut: they were over their limit, or the traffic does not use them.",
    ),
];

const GAUGE_TEXTS: [(&str, Unit, &str); 10] = [
    (IDLE, Unit::Count, "Objects in the pool now."),
    (
        MAX_IDLE,
        Unit::Count,
        "The most objects that may be in the pool.",
    ),
    (OUTSTANDING, Unit::Count, "Objects out now."),
    (
        PEAK_OUTSTANDING,
        Unit::Count,
        "The most objects out at once, as seen at ticks and reads.",
    ),
    (
        MAX_IDLE_BYTES,
        Unit::Bytes,
        "The most bytes that idle objects can hold; absent without a bound.",
    ),
    (
        VERDICT,
        Unit::Count,
        "1 for the verdict on the pool, 0 for the others.",
    ),
    (
        LEAK_DETECTION,
        Unit::Count,
        "The share of objects that is followed while out: 0 for none, 1 for all.",
    ),
    (
        OLDEST_HOLD,
        Unit::Seconds,
        "How long the oldest object that is followed has been out.",
    ),
    (
        CALL_SITE_OUTSTANDING,
        Unit::Count,
        "Objects that are followed and out now, by the line that took them.",
    ),
    (
        CALL_SITE_OLDEST_HOLD,
        Unit::Seconds,
        "How long the oldest of a line's objects has been out.",
    ),
];

/// Tells the recorder what the names mean.
///
/// With every publication, which costs little beside it: a recorder may be installed
/// after the first one, and there may be more than one.
pub(super) fn describe() {
    for (name, text) in COUNTER_TEXTS {
        describe_counter!(name, Unit::Count, text);
    }
    for (name, unit, text) in GAUGE_TEXTS {
        describe_gauge!(name, unit, text);
    }
}
