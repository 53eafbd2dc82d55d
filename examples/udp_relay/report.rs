//! The tables.

use std::fmt;
use std::time::Duration;

use indicatif::HumanCount;

use crate::comparison::Round;
use crate::options::Options;
use crate::relay::Tally;

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests: {} answered, {} not, {} too long, {} cut off by the end; the upstream \
             was asked again {} times, and {} replies came too late",
            HumanCount(self.received),
            HumanCount(self.answered),
            HumanCount(self.unanswered),
            HumanCount(self.oversized),
            HumanCount(self.cut_off),
            HumanCount(self.repeated),
            HumanCount(self.stray),
        )
    }
}

pub(crate) fn print_head(options: &Options) {
    let load = options.load();
    println!(
        "{} clients with {} datagrams of 8 to {} bytes under way each; a relay of {} threads; the
load and the upstream on one thread. A datagram is counted when its answer is back.
Latencies are in microseconds.",
        load.clients,
        load.window,
        load.largest,
        options.workers(),
    );
    println!(
        "\nround  packets  datagrams/s      p50      p90      p99    p99.9   lost  packets made"
    );
}

pub(crate) fn print_round(number: u32, round: &Round) {
    let latency = &round.percentiles;
    println!(
        "{number:>5}  {:<7}  {:>11}  {:>7.1}  {:>7.1}  {:>7.1}  {:>7.1}  {:>5}  {:>12}",
        round.supply,
        rounded(round.rate()),
        microseconds(latency.p50),
        microseconds(latency.p90),
        microseconds(latency.p99),
        microseconds(latency.p999),
        HumanCount(round.lost),
        HumanCount(round.made).to_string(),
    );
}

/// What pooling changed, by the median of the rounds and by how far they are apart.
pub(crate) fn print_verdict(pairs: &[(Round, Round)]) {
    if pairs.is_empty() {
        println!("\nno round was complete");
        return;
    }
    println!("\npooled / fresh   least  median    most");
    let rate = print_ratio("datagrams/s", pairs, Round::rate);
    print_ratio("p50", pairs, |round| microseconds(round.percentiles.p50));
    print_ratio("p99", pairs, |round| microseconds(round.percentiles.p99));
    print_ratio("p99.9", pairs, |round| microseconds(round.percentiles.p999));

    let verdict = if rate.most < 1.0 {
        "pooling made it slower, in every round"
    } else if rate.least > 1.0 {
        "pooling made it faster, in every round"
    } else {
        "no difference in datagrams/s that shows in every round"
    };
    println!(
        "\n{verdict}. A datagram costs eight system calls on its way there and back, of a
microsecond or more each; a packet costs some ten nanoseconds, from a pool or from mimalloc."
    );
}

struct Ratio {
    least: f64,
    most: f64,
}

fn print_ratio(what: &str, pairs: &[(Round, Round)], figure: impl Fn(&Round) -> f64) -> Ratio {
    let mut ratios: Vec<_> = pairs
        .iter()
        .map(|(pooled, fresh)| figure(pooled) / figure(fresh))
        .collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let (least, most) = (ratios[0], ratios[ratios.len() - 1]);
    let median = f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2]);
    println!("{what:<15}  {least:>5.2}  {median:>6.2}  {most:>6.2}");
    Ratio { least, most }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "for people to read"
)]
fn rounded(rate: f64) -> String {
    HumanCount(rate as u64).to_string()
}
