//! The figures of every named pool, for the [`metrics`](https://docs.rs/metrics) facade.
//!
//! [`publish`] hands them to whichever recorder is installed. Nothing here runs by itself:
//! call it before each scrape, or now and then from a timer of yours.
//!
//! ```
//! use qnpool::{Bounded, Pool};
//!
//! static LINES: Pool<Bounded<String, 256>> = Pool::builder().name("lines").build();
//!
//! drop(LINES.get());
//! qnpool::metrics::publish(); // and then, say, `PrometheusHandle::render`
//! ```
//!
//! | counter | labels | |
//! |---|---|---|
//! | `qnpool_gets_total` | `pool`, `tier` | objects handed out; `tier` is `cache`, `depot`, `victim`, or `created` where none was idle |
//! | `qnpool_returns_total` | `pool` | objects that came back |
//! | `qnpool_attached_total`, `qnpool_detached_total` | `pool` | objects that entered, or left for good |
//! | `qnpool_discarded_total` | `pool`, `reason` | objects dropped; `reason` is `full`, `aged`, `unfit` or `panicked` |
//! | `qnpool_shrinks_total` | `pool`, `reason`: `limit`, `unused` | buffers that were cut: over their limit, or not used by the traffic |
//!
//! | gauge | labels | |
//! |---|---|---|
//! | `qnpool_idle_objects`, `qnpool_max_idle_objects` | `pool` | objects in the pool, and the most that may be |
//! | `qnpool_max_idle_bytes` | `pool` | the most bytes that they can hold; not there where that is [`UNBOUNDED`](crate::UNBOUNDED) for one of the pools, and infinite where it was there before |
//! | `qnpool_outstanding_objects`, `qnpool_peak_outstanding_objects` | `pool` | objects out, and the most that were at once, as seen at ticks and reads |
//! | `qnpool_health_verdict` | `pool`, `verdict` | 1 for the [verdict](crate::Verdict) on the pool and 0 for the others of `healthy`, `wasteful`, `leak_suspected` and `leaking` |
//! | `qnpool_leak_detection_ratio` | `pool` | the share of objects that is [followed](crate::LeakDetection): 0 for none, 1 for all |
//! | `qnpool_oldest_hold_seconds` | `pool` | how long the oldest of these has been out; 0 if none is |
//! | `qnpool_call_site_outstanding_objects`, `qnpool_call_site_oldest_hold_seconds` | `pool`, `location` | the same by the line that took them, as `file:line` |
//!
//! Prometheus alert rules and a Grafana dashboard on these names are in the folder
//! `dashboards` of the repository.
//!
//! # Names
//!
//! A pool is published by the [name](crate::PoolBuilder::name) it was given, and one
//! without a name not at all. Figures of pools that have one name are added up; of ages,
//! verdicts and shares of followed objects the gravest, or greatest, is taken. The sum of
//! peaks may be more than were ever out at once.
//!
//! # Pools that come and go
//!
//! A counter never goes down. What a pool had counted when it was last published stays in
//! the sum after it is dropped, and one made anew under the name adds to it: in Prometheus
//! that is no reset, and `rate` sees just what was done. What a pool did between its last
//! publication and its end is not seen. Gauges of a name without a pool are 0, those of
//! its verdicts too.
//!
//! # Call sites
//!
//! A line gets series of its own when it is first seen to hold an object that is followed,
//! and from then on is 0 whenever it holds none. A name gets 100 lines at most: what others
//! hold is published with `location="other"`.

mod catalog;
mod totals;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::metrics::{Label, counter, gauge};

use self::catalog::{COUNTERS, GAUGES, VERDICTS};
use self::totals::{Counts, Seen, Totals};
use super::registry::{PoolReport, look, tell_of_long_holds};
use crate::{Census, LeakDetection, UNBOUNDED, Verdict};

/// Lines with series of their own, for each name. A series costs the time series database
/// memory for as long as the process runs, and a hundred lines are more than anybody reads.
const MOST_CALL_SITES: usize = 100;

/// Where the lines beyond those are added up.
const OTHER: &str = "other";

static PUBLISHED: Mutex<Published> = Mutex::new(Published {
    totals: Totals::new(),
    names: BTreeMap::new(),
});

/// Publishes the figures of every named pool to the recorder of the `metrics` facade.
///
/// To the one of this thread (`metrics::with_local_recorder`) where there is one, else to the
/// global one. Without a recorder nothing happens.
///
/// Costs what [`pools`](crate::pools) costs, and a look-up in the recorder for each series;
/// the pools' own operations pay nothing. Calls from several threads wait for each other; one
/// from within a recorder that is being told does nothing, such as that of a callback which a
/// pool of the recorder's calls.
///
/// # Panics
///
/// If the recorder does. What it was not told it is told by the next call.
pub fn publish() {
    let Some(publishing) = Publishing::begin() else {
        return;
    };
    let mut published = PUBLISHED.lock().unwrap_or_else(PoisonError::into_inner);
    // Under the lock, so that what is published last was read last.
    let (reports, pools) = look();
    published.publish(&reports);
    drop((published, publishing));
    tell_of_long_holds(&pools);
}

thread_local! {
    static PUBLISHING: Cell<bool> = const { Cell::new(false) };
}

/// The calling thread publishes, until this is dropped.
struct Publishing;

impl Publishing {
    /// Unless it does already.
    fn begin() -> Option<Self> {
        // Not `then_some`, which would end what is under way.
        (!PUBLISHING.replace(true)).then(|| Self)
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        PUBLISHING.set(false);
    }
}

/// What recorders have been told, and must be told anew: they keep each value until another
/// comes, and cannot be asked to forget one.
struct Published {
    totals: Totals,
    names: BTreeMap<&'static str, Series>,
}

/// The series that not every pool has, of one name.
#[derive(Default)]
struct Series {
    max_idle_bytes: bool,
    call_sites: BTreeSet<String>,
}

impl Published {
    fn publish(&mut self, reports: &[PoolReport]) {
        let pools: Vec<Seen> = reports.iter().map(seen).collect();
        let mut gauges: BTreeMap<&'static str, Gauges> = BTreeMap::new();
        for report in reports {
            gauges.entry(report.name).or_default().add(report);
        }
        catalog::describe();
        for (pool, counts) in self.totals.update(&pools) {
            for (counter, count) in COUNTERS.iter().zip(counts) {
                counter!(counter.name, labels(pool, counter.label)).absolute(count);
            }
            let gauges = gauges.remove(pool).unwrap_or_default();
            gauges.publish(pool, self.names.entry(pool).or_default());
        }
    }
}

fn seen(report: &PoolReport) -> Seen {
    Seen {
        key: report.key,
        name: report.name,
        counts: counts(report),
    }
}

fn counts(report: &PoolReport) -> Counts {
    COUNTERS.map(|counter| (counter.read)(&report.stats))
}

fn labels(pool: &'static str, other: Option<(&'static str, &'static str)>) -> Vec<Label> {
    let pool = Label::from_static_parts("pool", pool);
    let other = other.map(|(key, value)| Label::from_static_parts(key, value));
    std::iter::once(pool).chain(other).collect()
}

/// The gauges of all pools of one name; as they are here, those of none.
#[derive(Default)]
struct Gauges {
    /// In the order of [`GAUGES`].
    sums: [u64; GAUGES.len()],
    /// Infinite where one of the pools has no bound.
    max_idle_bytes: Option<f64>,
    verdict: Option<Verdict>,
    followed: f64,
    call_sites: BTreeMap<String, Held>,
}

/// What one line holds.
#[derive(Clone, Copy, Default)]
struct Held {
    objects: u64,
    oldest: Duration,
}

impl Held {
    fn add(&mut self, objects: u64, oldest: Duration) {
        self.objects = self.objects.saturating_add(objects);
        self.oldest = self.oldest.max(oldest);
    }
}

impl Gauges {
    fn add(&mut self, report: &PoolReport) {
        let stats = &report.stats;
        for (sum, (_, read)) in self.sums.iter_mut().zip(GAUGES) {
            *sum = sum.saturating_add(read(stats));
        }
        *self.max_idle_bytes.get_or_insert(0.0) += match stats.idle_bytes_bound {
            bytes if bytes == UNBOUNDED as u64 => f64::INFINITY,
            bytes => float(bytes),
        };
        self.verdict = self.verdict.max(Some(report.health.verdict));
        self.followed = self.followed.max(followed(report.census.level));
        self.add_call_sites(&report.census);
    }

    fn add_call_sites(&mut self, census: &Census) {
        for site in census.call_sites.iter().filter(|site| site.live > 0) {
            // Without the column, which says little and changes with the layout.
            let line = format!("{}:{}", site.location.file(), site.location.line());
            let held = self.call_sites.entry(line).or_default();
            held.add(site.live, site.oldest);
        }
    }

    fn publish(self, pool: &'static str, series: &mut Series) {
        for (sum, (name, _)) in self.sums.into_iter().zip(GAUGES) {
            gauge!(name, "pool" => pool).set(float(sum));
        }
        // A series that is there cannot be taken back.
        series.max_idle_bytes |= self.max_idle_bytes.is_some_and(f64::is_finite);
        if series.max_idle_bytes {
            let bytes = self.max_idle_bytes.unwrap_or(0.0);
            gauge!(catalog::MAX_IDLE_BYTES, "pool" => pool).set(bytes);
        }
        for (word, verdict) in VERDICTS {
            let holds = u8::from(self.verdict == Some(verdict));
            gauge!(catalog::VERDICT, "pool" => pool, "verdict" => word).set(holds);
        }
        gauge!(catalog::LEAK_DETECTION, "pool" => pool).set(self.followed);
        let oldest = self.call_sites.values().map(|held| held.oldest).max();
        gauge!(catalog::OLDEST_HOLD, "pool" => pool).set(oldest.unwrap_or_default());
        for (line, held) in series.fit(self.call_sites) {
            let labels = [("pool", pool.into()), ("location", line)];
            let labels: Vec<Label> = labels.iter().map(Label::from).collect();
            gauge!(catalog::CALL_SITE_OUTSTANDING, labels.clone()).set(float(held.objects));
            gauge!(catalog::CALL_SITE_OLDEST_HOLD, labels).set(held.oldest);
        }
    }
}

impl Series {
    /// What is held, by the lines that have series; also by those that hold nothing now.
    fn fit(&mut self, held: BTreeMap<String, Held>) -> BTreeMap<String, Held> {
        let lines = self.call_sites.iter().cloned();
        let mut fitted: BTreeMap<_, _> = lines.map(|line| (line, Held::default())).collect();
        for (line, held) in held {
            let known = self.call_sites.contains(&line);
            let own = known || self.call_sites.len() < MOST_CALL_SITES;
            let line = if own { line } else { OTHER.to_owned() };
            if !known {
                self.call_sites.insert(line.clone());
            }
            fitted
                .entry(line)
                .or_default()
                .add(held.objects, held.oldest);
        }
        fitted
    }
}

fn followed(level: LeakDetection) -> f64 {
    match level {
        LeakDetection::Off | LeakDetection::Sampled(0) => 0.0,
        LeakDetection::Sampled(objects) => 1.0 / f64::from(objects),
        LeakDetection::All | LeakDetection::Backtraces => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the facade has no other gauges")]
fn float(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(lines: impl IntoIterator<Item = usize>, objects: u64) -> BTreeMap<String, Held> {
        let oldest = Duration::from_secs(objects);
        lines
            .into_iter()
            .map(|line| (format!("main.rs:{line:03}"), Held { objects, oldest }))
            .collect()
    }

    #[test]
    fn lines_beyond_the_hundredth_share_a_series() {
        let mut series = Series::default();
        let most = MOST_CALL_SITES;
        assert_eq!(series.fit(held(0..most, 1)).len(), most);

        let fitted = series.fit(held(0..most + 3, 2));
        assert_eq!(fitted.len(), most + 1);
        assert_eq!(fitted[OTHER].objects, 6);
        assert_eq!(fitted[OTHER].oldest, Duration::from_secs(2));
        assert_eq!(fitted["main.rs:099"].objects, 2);

        // All of them stay, and go to zero.
        let fitted = series.fit(held([], 1));
        assert_eq!(fitted.len(), most + 1);
        assert!(fitted.values().all(|held| held.objects == 0));
        assert_eq!(series.fit(held([most], 3))[OTHER].objects, 3);
    }

    #[test]
    fn every_level_has_its_share() {
        let shares = [
            (LeakDetection::Off, "0"),
            (LeakDetection::Sampled(0), "0"),
            (LeakDetection::Sampled(1), "1"),
            (LeakDetection::Sampled(4), "0.25"),
            (LeakDetection::All, "1"),
            (LeakDetection::Backtraces, "1"),
        ];
        for (level, share) in shares {
            assert_eq!(followed(level).to_string(), share, "{level}");
        }
    }
}
