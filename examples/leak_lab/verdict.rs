//! What `--check` asks of qnpool.

use anyhow::{Context, Result, bail};

use crate::contenders::Contender;
use crate::launch::Record;
use crate::report::mebibytes;
use crate::trial::Sample;

/// The part of a run in which a pool may still grow to its working set.
const WARM_UP: f64 = 0.25;

/// How far live memory may move from where it was at the end of the warm-up.
const TOLERANCE: f64 = 0.05;

/// Fewer samples after the warm-up say nothing about a leak.
const FEWEST_SAMPLES: usize = 10;

/// The samples after the warm-up. The first of them is what the others are
/// compared with.
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
        live_memory(record),
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
        "check passed: after the warm-up qnpool's live memory moved by {:+.1} % at most, no packet \
         arrived dirty, every one came back",
        100.0 * worst_drift(after_warm_up(&record.samples)),
    );
    Ok(())
}

fn live_memory(record: &Record) -> Option<String> {
    let samples = after_warm_up(&record.samples);
    if samples.len() < FEWEST_SAMPLES {
        return Some(format!(
            "{} samples were taken after the warm-up, but {FEWEST_SAMPLES} are needed: give it \
             more datagrams or more seconds",
            samples.len(),
        ));
    }
    let drift = worst_drift(samples);
    (drift.abs() > TOLERANCE).then(|| {
        format!(
            "live memory moved by {:+.1} % from the {:.2} MiB after the warm-up, but {:.0} % is \
             allowed",
            100.0 * drift,
            mebibytes(samples[0].live),
            100.0 * TOLERANCE,
        )
    })
}

/// The largest change of live memory since the first of these samples.
fn worst_drift(samples: &[Sample]) -> f64 {
    samples
        .iter()
        .map(|sample| mebibytes(sample.live) / mebibytes(samples[0].live) - 1.0)
        .max_by(|one, other| one.abs().total_cmp(&other.abs()))
        .unwrap_or(0.0)
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
