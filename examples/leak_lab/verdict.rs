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
        "check passed: qnpool's live memory stayed within {:.0} % after the warm-up, no packet \
         arrived dirty, every one came back",
        TOLERANCE * 100.0,
    );
    Ok(())
}

fn live_memory(record: &Record) -> Option<String> {
    let samples = after_warm_up(&record.samples);
    if samples.len() < FEWEST_SAMPLES {
        return Some(format!(
            "only {} samples were taken after the warm-up, {FEWEST_SAMPLES} are needed: give it \
             more datagrams or more seconds",
            samples.len(),
        ));
    }
    let (_, worst) = samples
        .iter()
        .map(|sample| (drift(&samples[0], sample).abs(), sample))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    let drift = drift(&samples[0], worst);
    (drift.abs() > TOLERANCE).then(|| {
        format!(
            "live memory moved by {:+.1} % after the warm-up, from {:.2} to {:.2} MiB, and {:.0} % \
             is allowed",
            drift * 100.0,
            mebibytes(samples[0].live),
            mebibytes(worst.live),
            TOLERANCE * 100.0,
        )
    })
}

fn drift(from: &Sample, to: &Sample) -> f64 {
    mebibytes(to.live) / mebibytes(from.live) - 1.0
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
