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
Latencies are in microseconds; so is the processor time that a datagram took of all three.",
        load.clients,
        load.window,
        load.largest,
        options.workers(),
    );
    println!(
        "\nround  packets  datagrams/s      p50      p90      p99    p99.9  CPU each  lost  packets made"
    );
}

pub(crate) fn print_round(number: u32, round: &Round) {
    let latency = &round.percentiles;
    println!(
        "{number:>5}  {:<7}  {:>11}  {:>7.0}  {:>7.0}  {:>7.0}  {:>7.0}  {:>8}  {:>4}  {:>12}",
        round.supply,
        rounded(round.rate()),
        microseconds(latency.p50),
        microseconds(latency.p90),
        microseconds(latency.p99),
        microseconds(latency.p999),
        microseconds_or_dash(round.cost()),
        HumanCount(round.lost).to_string(),
        HumanCount(round.made).to_string(),
    );
}

/// What pooling changed, beside what changes from round to round without it.
pub(crate) fn print_verdict(pairs: &[(Round, Round)]) {
    /// With fewer, that all say the same happens by chance too often.
    const ENOUGH: usize = 5;

    if pairs.is_empty() {
        println!("\nno round was complete");
        return;
    }
    println!("\npooled / fresh     least  median    most");
    let rate = print_ratios("datagrams/s", pairs, Round::rate);
    print_ratios("CPU each", pairs, Round::cost);
    print_ratios("p50", pairs, |round| microseconds(round.percentiles.p50));
    print_ratios("p99", pairs, |round| microseconds(round.percentiles.p99));
    print_ratios("p99.9", pairs, |round| microseconds(round.percentiles.p999));
    println!("\nfresh / the fresh one of the round before");
    print_neighbours("datagrams/s", pairs, Round::rate);
    print_neighbours("CPU each", pairs, Round::cost);

    let verdict = if pairs.len() < ENOUGH {
        "too few rounds to tell a difference from chance"
    } else if rate.most < 1.0 {
        "pooling is slower in every round"
    } else if rate.least > 1.0 {
        "pooling is faster in every round"
    } else {
        "no difference in datagrams/s that every round shows"
    };
    println!("\n{verdict}");
}

/// Why there is not more to be seen.
pub(crate) fn print_packet_costs(pooled: Duration, fresh: Duration) {
    println!(
        "A datagram takes at least eight system calls on its way there and back, and two packets.
Taking a packet and letting it go, by itself: {} ns pooled, {} ns fresh.",
        pooled.as_nanos(),
        fresh.as_nanos(),
    );
}

struct Ratios {
    least: f64,
    median: f64,
    most: f64,
}

impl Ratios {
    fn of(ratios: impl Iterator<Item = f64>) -> Option<Self> {
        let mut ratios: Vec<_> = ratios.collect();
        ratios.sort_unstable_by(f64::total_cmp);
        Some(Self {
            least: *ratios.first()?,
            median: f64::midpoint(ratios[(ratios.len() - 1) / 2], ratios[ratios.len() / 2]),
            most: *ratios.last()?,
        })
    }

    /// Nothing of a figure that there is not on this system.
    fn print(&self, what: &str) {
        if !self.median.is_nan() {
            println!(
                "{what:<17}{:>7.2}  {:>6.2}  {:>6.2}",
                self.least, self.median, self.most
            );
        }
    }
}

fn print_ratios(what: &str, pairs: &[(Round, Round)], figure: impl Fn(&Round) -> f64) -> Ratios {
    let ratios = pairs
        .iter()
        .map(|(pooled, fresh)| figure(pooled) / figure(fresh));
    let ratios = Ratios::of(ratios).expect("there are rounds");
    ratios.print(what);
    ratios
}

/// How far two rounds of one kind are apart. Nothing if there is but one.
fn print_neighbours(what: &str, pairs: &[(Round, Round)], figure: impl Fn(&Round) -> f64) {
    let ratios = pairs
        .windows(2)
        .map(|neighbours| figure(&neighbours[1].1) / figure(&neighbours[0].1));
    if let Some(ratios) = Ratios::of(ratios) {
        ratios.print(what);
    }
}

fn microseconds_or_dash(figure: f64) -> String {
    if figure.is_nan() {
        "-".to_owned()
    } else {
        format!("{figure:.1}")
    }
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
