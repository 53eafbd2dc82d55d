//! What `--check` asks of qnpool.

use anyhow::{Context, Result, bail};

use crate::contenders::Contender;
use crate::launch::Record;
use crate::report::mebibytes;
use crate::trial::Sample;

/// The part of a run in which a pool may still grow to its working set.
const WARM_UP: f64 = 0.25;

/// How far live memory may rise above the most that it was in the warm-up. It may fall: a
/// pool gives back what its traffic does not use, and takes it again where it was wrong.
const TOLERANCE: f64 = 0.05;

/// Fewer samples after the warm-up say nothing about a leak.
const FEWEST_SAMPLES: usize = 10;

/// The samples after the warm-up. What was before, and the first of them, is what the others
/// are compared with.
pub(crate) fn after_warm_up(samples: &[Sample]) -> &[Sample] {
    let warm = samples.partition_point(|sample| sample.progress < WARM_UP);
    &samples[warm..]
}

pub(crate) fn check(records: &[Record]) -> Result<()> {
    let record = records
        .iter()
        .find(|record| record.contender == Contender::Qnpool)
        .context("there is no run of qnpool to check")?;
    let complaints: Vec<String> = [
        live_memory(&record.samples),
        dirty_packets(record),
        missing_packets(record),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !complaints.is_empty() {
        bail!("check failed: qnpool: {}", complaints.join("; "));
    }
    println!(
        "check passed: qnpool's live memory rose by {:+.1} % at most above that of the warm-up, no \
         packet arrived dirty, every one came back",
        100.0 * worst_rise(&record.samples),
    );
    Ok(())
}

fn live_memory(all: &[Sample]) -> Option<String> {
    let samples = after_warm_up(all);
    if samples.len() < FEWEST_SAMPLES {
        return Some(format!(
            "{} samples were taken after the warm-up, but {FEWEST_SAMPLES} are needed: give it \
             more datagrams or more seconds",
            samples.len(),
        ));
    }
    let rise = worst_rise(all);
    (rise > TOLERANCE).then(|| {
        format!(
            "live memory rose by {:+.1} % above the {:.2} MiB of the warm-up, but {:.0} % is \
             allowed",
            100.0 * rise,
            most_in_warm_up(all),
            100.0 * TOLERANCE,
        )
    })
}

/// The most that live memory was above the most of the warm-up.
fn worst_rise(all: &[Sample]) -> f64 {
    most(after_warm_up(all)) / most_in_warm_up(all) - 1.0
}

/// In MiB.
fn most_in_warm_up(all: &[Sample]) -> f64 {
    let later = after_warm_up(all).len().saturating_sub(1);
    most(&all[..all.len() - later])
}

/// In MiB.
fn most(samples: &[Sample]) -> f64 {
    samples
        .iter()
        .map(|sample| mebibytes(sample.live))
        .fold(0.0, f64::max)
}

fn dirty_packets(record: &Record) -> Option<String> {
    let dirty = record.outcome.dirty;
    (dirty > 0).then(|| format!("{dirty} packets arrived dirty"))
}

fn missing_packets(record: &Record) -> Option<String> {
    let alive = record.outcome.alive;
    match record.outcome.stock {
        Some(stock) if stock.missing > 0 => {
            Some(format!("{} packets never came back", stock.missing))
        }
        Some(stock) if stock.idle != alive => Some(format!(
            "{alive} packets are alive at the end, but {} lie in the pool",
            stock.idle,
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn samples(live: impl Fn(u32) -> u64) -> Vec<Sample> {
        (0..100)
            .map(|number| Sample {
                progress: f64::from(number) / 100.0,
                elapsed: Duration::from_millis(number.into()),
                received: number.into(),
                live: live(number),
                allocated: 0,
                resident: None,
                packets: 0,
                dirty: 0,
            })
            .collect()
    }

    #[test]
    fn growth_is_complained_of_once_it_passes_the_tolerance() {
        let grown = |live| {
            live_memory(&samples(move |number| {
                1 << 20 << u64::from(number > 90 && live)
            }))
        };
        assert!(grown(true).is_some_and(|complaint| complaint.contains("rose by +100.0 %")));
        assert_eq!(grown(false), None);

        let leak =
            |each: u64| live_memory(&samples(move |number| (1 << 20) + each * u64::from(number)));
        assert!(leak(1 << 10).is_some());
        assert_eq!(leak(1 << 8), None);
    }

    #[test]
    fn memory_may_be_given_back_and_taken_again() {
        let dip = samples(|number| {
            if (40..60).contains(&number) {
                7 << 17
            } else {
                1 << 20
            }
        });
        assert_eq!(live_memory(&dip), None);
        let step = samples(|number| if number < 20 { 1 << 20 } else { 7 << 17 });
        assert_eq!(live_memory(&step), None);
    }

    #[test]
    fn a_run_too_short_to_judge_is_complained_of() {
        let few: Vec<Sample> = samples(|_| 1 << 20).into_iter().take(30).collect();
        assert!(live_memory(&few).is_some_and(|complaint| complaint.contains("samples")));
    }
}
