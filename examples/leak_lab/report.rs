//! The tables.

use indicatif::HumanCount;

use crate::launch::Record;
use crate::trial::Sample;
use crate::verdict;

/// Samples that make up one line of a table.
const SAMPLES_PER_LINE: usize = 5;

#[expect(clippy::cast_precision_loss, reason = "for people to read")]
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

pub(crate) fn print_legend() {
    println!(
        "\nBetween two bursts, when no packet is in work: live, RSS and packets alive, at the end of
the interval. Allocated in all: since the start. Dirty: packets of the interval that
arrived with a field not as in a new one."
    );
}

pub(crate) fn print_table(record: &Record) {
    println!("\n{}", record.contender);
    println!(
        "     seconds  datagrams/s  live MiB  allocated in all  RSS MiB  packets alive     dirty"
    );
    let Some((mut from, rest)) = record.samples.split_first() else {
        return;
    };
    for samples in rest.chunks(SAMPLES_PER_LINE) {
        let Some(to) = samples.last() else { break };
        println!(
            "{:>5.2} –{:>5.2}  {:>11}  {:>8.2}  {:>12.0} MiB  {:>7}  {:>13}  {:>8}",
            from.elapsed.as_secs_f64(),
            to.elapsed.as_secs_f64(),
            rate(from, to),
            mebibytes(to.live),
            mebibytes(to.allocated),
            resident(to.resident),
            count(to.packets),
            count(to.dirty - from.dirty),
        );
        from = to;
    }
    let outcome = &record.outcome;
    println!(
        "{} datagrams sent, {} lost by the kernel; {} answered, {} failed half-way, {} panicked",
        HumanCount(outcome.sent),
        HumanCount(outcome.sent.saturating_sub(outcome.received)),
        HumanCount(outcome.answered),
        HumanCount(outcome.failed),
        HumanCount(outcome.panicked),
    );
}

pub(crate) fn print_summary(records: &[Record]) {
    println!(
        "\n                        datagrams/s        live MiB      peak  packets    arrived  never"
    );
    println!(
        "                                     warm     at end  RSS MiB  created      dirty   back"
    );
    for record in records {
        let (Some(first), Some(last)) = (record.samples.first(), record.samples.last()) else {
            continue;
        };
        let warm = verdict::after_warm_up(&record.samples)
            .first()
            .unwrap_or(last);
        let peak = record
            .samples
            .iter()
            .filter_map(|sample| sample.resident)
            .max();
        let missing = record.outcome.stock.map(|stock| count(stock.missing));
        println!(
            "{:<22}  {:>11}  {:>7.2}  {:>9.2}  {:>7}  {:>7}  {:>9}  {:>5}",
            record.contender,
            rate(first, last),
            mebibytes(warm.live),
            mebibytes(last.live),
            resident(peak),
            count(record.outcome.created),
            count(record.outcome.dirty),
            missing.as_deref().unwrap_or("-"),
        );
    }
}

fn rate(from: &Sample, to: &Sample) -> String {
    let datagrams = u128::from(to.received - from.received);
    let elapsed = to.elapsed.saturating_sub(from.elapsed).as_millis().max(1);
    count(u64::try_from(datagrams * 1000 / elapsed).unwrap_or(u64::MAX))
}

fn resident(bytes: Option<u64>) -> String {
    bytes.map_or("-".to_owned(), |bytes| format!("{:.1}", mebibytes(bytes)))
}

fn count(number: u64) -> String {
    HumanCount(number).to_string()
}
