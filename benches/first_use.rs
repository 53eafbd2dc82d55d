//! How long the first `get` of a process takes, the second, and the longest of the next 100, with
//! so many other threads: with one of them the thread gets a cache, and has the process registered
//! for `membarrier`, for which the kernel waits longer if there are other threads.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench first_use                 # a table
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench first_use # adds a run to the file
//! ```
//!
//! Each of twenty processes is this program again; the figures are the medians.

#[path = "measuring/extent.rs"]
mod extent;
#[path = "measuring/numbers.rs"]
mod numbers;
#[path = "measuring/record.rs"]
mod record;

use std::env;
use std::hint::black_box;
use std::process::Command;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use extent::Extent;
use numbers::{median, three_digits};
use qnpool::{Pool, Poolable};

/// Has this program be one of the processes; its value is the number of other threads.
const OTHERS: &str = "QNPOOL_FIRST_USE_OTHERS";

#[derive(Default, Poolable)]
struct Row {
    cells: [u64; 4],
}

static POOL: Pool<Row> = Pool::new();

fn nanoseconds_of_a_get() -> u128 {
    let start = Instant::now();
    let row = black_box(POOL.get());
    let time = start.elapsed();
    drop(row);
    time.as_nanos()
}

/// The other threads wait while this one gets.
fn be_measured(others: usize) {
    let (are_there, is_over) = (Barrier::new(others + 1), Barrier::new(others + 1));
    thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(|| {
                are_there.wait();
                is_over.wait();
            });
        }
        are_there.wait();
        // Neither is the first look at the clock.
        black_box(Instant::now().elapsed());
        let (first, second) = (nanoseconds_of_a_get(), nanoseconds_of_a_get());
        let longest = (0..100).map(|_| nanoseconds_of_a_get()).max();
        println!("{first} {second} {}", longest.expect("there are some"));
        is_over.wait();
    });
}

/// The first and the second get of a new process, and the longest of the next 100, in microseconds.
fn measure(others: usize) -> [f64; 3] {
    let program = env::current_exe().expect("a program has a path");
    let output = Command::new(program)
        .env(OTHERS, others.to_string())
        .output()
        .expect("the program runs again");
    let said = String::from_utf8(output.stdout).expect("it prints text");
    let times: Vec<f64> = said
        .split_whitespace()
        .map(|nanoseconds| nanoseconds.parse::<f64>().expect("a number") / 1000.0)
        .collect();
    times.try_into().expect("three times")
}

fn main() {
    if let Ok(others) = env::var(OTHERS) {
        return be_measured(others.parse().expect("a number"));
    }
    let processes = Extent::asked_for().pick(20, 5, 1);
    println!("microseconds\n\n| other threads | first | second | longest of 100 |");
    println!("|---|---|---|---|");
    let mut figures = Vec::new();
    for others in [0, 1, 8] {
        let times: Vec<_> = (0..processes).map(|_| measure(others)).collect();
        let name = format!("{others} other threads");
        print!("| {others} |");
        for (place, get) in ["first", "second", "longest of 100"]
            .into_iter()
            .enumerate()
        {
            let time = median(times.iter().map(|times| times[place]).collect());
            print!(" {} |", three_digits(time));
            figures.push((name.clone(), get.to_owned(), time));
        }
        println!();
    }
    if record::is_wanted() {
        record::add_run("first_use", &figures);
    }
}
