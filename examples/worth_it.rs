//! Is a pool worth it? Pooled objects against fresh ones, for types from tiny to large and for
//! two that a pool does no good.
//!
//! ```text
//! cargo run --release -p qnpool-examples --example worth_it
//! cargo run --release -p qnpool-examples --example worth_it --features mimalloc
//! cargo run --release -p qnpool-examples --example worth_it -- --threads 8 --held 64
//! ```
//!
//! To answer it for a type of yours, copy `measure` into a program that has your allocator,
//! and put in the use that your objects get. `qnpool/docs/when-not-to-pool.md` tells what the
//! answers mean.

#[path = "worth_it/allocator.rs"]
mod allocator;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use clap::Parser;
use qnpool::bench::{Comparison, Outcome, Report};
use qnpool::{Bounded, Poolable};

#[derive(Parser)]
#[command(about = "Compares pooled objects with fresh ones")]
struct Options {
    /// Threads that share the pool, or the allocator
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Objects that each thread holds at a time
    #[arg(long, default_value_t = 1)]
    held: usize,
    /// Rounds; more of them narrow the intervals
    #[arg(long, default_value_t = 41)]
    rounds: usize,
    /// Fresh objects in a box, as where they cross threads or sit in a list
    #[arg(long)]
    boxed: bool,
}

/// Owns nothing: a fresh one is three words on the stack.
#[derive(Default, Poolable)]
struct Tiny {
    sequence: u64,
    received: u64,
    length: u64,
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 2048)]
struct Packet {
    body: Vec<u8>,
    sequence: u64,
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 128)]
struct Row {
    id: u64,
    name: String,
    street: String,
    city: String,
    country: String,
    scores: Vec<u32>,
}

/// `clear` frees every node, in a pool or not.
#[derive(Default, Poolable)]
struct Index {
    entries: BTreeMap<u32, u32>,
}

/// `clear` writes over the table, as far as it was grown once.
#[derive(Default, Poolable)]
#[pool(max_capacity = 14_336)]
struct Table {
    entries: HashMap<u32, u32>,
}

type Buffer = Bounded<Vec<u8>, 65_536>;

static BODY: [u8; 1500] = [7; 1500];
static BLOCK: [u8; 65_536] = [7; 65_536];

fn main() {
    let options = Options::parse();
    println!(
        "{}; threads {}, objects at a time {}, rounds {}",
        allocator::NAME,
        options.threads,
        options.held,
        options.rounds
    );
    println!("nanoseconds of a use; between the dots, where the median ratio lies 95 times in 100");
    println!("allocations of a use, pooled / fresh, with the feature `count-allocations`\n");
    println!(
        "{:<29}{:>8}{:>8}{:>7}  {:<12}{:<15}allocations",
        "", "pooled", "fresh", "ratio", "", ""
    );
    measure("three words", &options, Tiny::default, |tiny| {
        tiny.sequence += 1;
        tiny.received += 2;
        tiny.length += 3;
    });
    measure(
        "packet of 1,500 bytes",
        &options,
        Packet::default,
        |packet| {
            packet.body.extend_from_slice(&BODY);
            packet.sequence += 1;
        },
    );
    measure("row of four strings", &options, Row::default, |row| {
        row.id += 1;
        row.name.push_str("Ada Lovelace");
        row.street.push_str("12 St James's Square");
        row.city.push_str("London");
        row.country.push_str("United Kingdom");
        row.scores.extend_from_slice(&[10, 12, 1815, 27, 11, 1852]);
    });
    measure("64 KiB, 100 bytes written", &options, block, |buffer| {
        buffer.extend_from_slice(&BLOCK[..100]);
    });
    measure("64 KiB, all written", &options, block, |buffer| {
        buffer.extend_from_slice(&BLOCK);
    });
    measure(
        "BTreeMap of 20 entries",
        &options,
        Index::default,
        |index| {
            index.entries.extend((0..20).map(|key| (key, key)));
        },
    );
    let is_grown = AtomicBool::new(false);
    measure(
        "HashMap of 1, once of 10,000",
        &options,
        Table::default,
        |table| {
            // The first is a pooled one, and goes on to be used.
            if !is_grown.load(Relaxed) && !is_grown.swap(true, Relaxed) {
                table.entries.reserve(10_000);
            }
            table.entries.insert(1, 1);
        },
    );
}

fn block() -> Buffer {
    Buffer::from(Vec::with_capacity(BLOCK.len()))
}

fn measure<T: Poolable + Send>(
    name: &str,
    options: &Options,
    fresh: impl Fn() -> T + Sync,
    use_object: impl Fn(&mut T) + Sync,
) {
    let mut comparison = Comparison::new(fresh, use_object)
        .threads(options.threads)
        .held(options.held)
        .rounds(options.rounds);
    if options.boxed {
        comparison = comparison.boxed();
    }
    if let Some(count) = allocator::COUNT {
        comparison = comparison.allocations(count);
    }
    let report = comparison.run();
    println!("{name:<28}{}", row(&report));
}

fn row(report: &Report) -> String {
    let outcome = match report.outcome() {
        Outcome::Faster => "faster",
        Outcome::Slower => "slower",
        _ => "no difference",
    };
    let allocations = match (report.pooled_allocations, report.fresh_allocations) {
        (Some(pooled), Some(fresh)) => format!("{pooled:.2} / {fresh:.2}"),
        _ => "–".into(),
    };
    format!(
        "{:>8.1}{:>8.1}{:>7.2}  {:<12}{outcome:<15}{allocations}",
        report.pooled.median,
        report.fresh.median,
        report.ratio.median,
        format!("{:.2}..{:.2}", report.ratio.low, report.ratio.high)
    )
}
