//! A use whose buffer is over its limit and is cut on return, on a thread that uses many other
//! pools, or has used them.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench shrink_many_pools                 # a table
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench shrink_many_pools # adds a run
//! ```

#[path = "measuring/extent.rs"]
mod extent;
#[path = "measuring/numbers.rs"]
mod numbers;
#[path = "measuring/record.rs"]
mod record;

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use extent::Extent;
use numbers::{median, three_digits};
use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Message {
    #[pool(max_capacity = 4096)]
    bytes: Vec<u8>,
}

const LARGE: usize = 64 << 10;
const SMALL: usize = 1 << 10;

/// Pools that the thread has used, the one that is measured included, and whether the others
/// are still there.
const ROWS: [(&str, usize, bool); 5] = [
    ("1 pool", 1, true),
    ("1,000 pools", 1000, true),
    ("10,000 pools", 10_000, true),
    ("1,000 pools, 999 of them dropped", 1000, false),
    ("10,000 pools, 9,999 of them dropped", 10_000, false),
];

fn use_once(pool: &Pool<Message>, bytes: usize) {
    let mut message = pool.get();
    message.bytes.reserve_exact(bytes);
    black_box(&mut message.bytes);
}

/// The mean of the uses that fit into `time`.
fn nanoseconds_of_a_use(pool: &Pool<Message>, bytes: usize, time: Duration) -> f64 {
    const BATCH: u32 = 100;
    let start = Instant::now();
    let mut uses = 0;
    loop {
        for _ in 0..BATCH {
            use_once(pool, bytes);
        }
        uses += BATCH;
        let taken = start.elapsed();
        if taken >= time {
            return taken.as_secs_f64() * 1e9 / f64::from(uses);
        }
    }
}

/// A use that is cut, and one that is not.
fn measure(pools: usize, others_stay: bool, time: Duration) -> [f64; 2] {
    // Half of the others come before the pool that is measured, and half after it.
    let new = |_| {
        let pool = Pool::new();
        use_once(&pool, SMALL);
        pool
    };
    let mut before: Vec<_> = (0..(pools - 1) / 2).map(new).collect();
    let pool = new(0);
    let mut after: Vec<_> = (before.len() + 1..pools).map(new).collect();
    if !others_stay {
        before.clear();
        after.clear();
    }
    nanoseconds_of_a_use(&pool, LARGE, time / 10);
    [LARGE, SMALL].map(|bytes| nanoseconds_of_a_use(&pool, bytes, time))
}

fn main() {
    let extent = Extent::asked_for();
    let time = Duration::from_millis(extent.pick(200, 50, 1));
    let rounds = extent.pick(9, 3, 1);
    let mut times = ROWS.map(|_| Vec::new());
    for _ in 0..rounds {
        for (row, (_, pools, others_stay)) in times.iter_mut().zip(ROWS) {
            // A thread that has used no pool yet.
            let thread = thread::spawn(move || measure(pools, others_stay, time));
            row.push(thread.join().expect("no use panics"));
        }
    }
    println!(
        "ns a use / × the same with 1 pool\n\n| | cut to its limit | within it |\n|---|---|---|"
    );
    let mut figures = Vec::new();
    for ((name, ..), row) in ROWS.iter().zip(&times) {
        print!("| {name} |");
        for (place, use_) in ["cut", "within"].into_iter().enumerate() {
            let time = median(row.iter().map(|times| times[place]).collect());
            // Within a round the machine's speed drifts little.
            let pairs = row.iter().zip(&times[0]);
            let ratio = median(pairs.map(|(of, one)| of[place] / one[place]).collect());
            print!(" {} / {ratio:.2} |", three_digits(time));
            let name = (*name).to_owned();
            figures.push((name.clone(), use_.to_owned(), time));
            figures.push((name, format!("{use_}, × 1 pool"), ratio));
        }
        println!();
    }
    if record::is_wanted() {
        record::add_run("shrink_many_pools", &figures);
    }
}
