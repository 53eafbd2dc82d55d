//! Pools by the thousand, and threads by the thousand: what a pool and a thread cost that hardly
//! use each other.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench many_pools                 # a table
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench many_pools # adds a run to the file
//! ```
//!
//! Beside a mutex around a vector, and the pool of regex-automata, which libraries keep in each
//! object that they hand out. Memory is counted by the allocator.

#[path = "measuring/extent.rs"]
mod extent;
#[path = "measuring/numbers.rs"]
mod numbers;
#[path = "measuring/record.rs"]
mod record;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;

use extent::Extent;
use numbers::{median, three_digits};
use qnpool::{Pool, Poolable};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: Every call goes to `System` unchanged, and what is counted beside it allocates
// nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(live, Ordering::Relaxed);
        // SAFETY: The caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(Default, Poolable)]
struct Row {
    cells: [u64; 4],
}

/// A pool of rows.
trait Rows: Sync {
    const NAME: &'static str;

    fn new() -> Self;

    /// Takes an object and returns it.
    fn pair(&self);
}

impl Rows for Pool<Row> {
    const NAME: &'static str = "qnpool";

    fn new() -> Self {
        Self::new()
    }

    #[inline]
    fn pair(&self) {
        black_box(&mut *self.get()).cells[0] = 1;
    }
}

impl Rows for Mutex<Vec<Box<Row>>> {
    const NAME: &'static str = "mutex-vec";

    fn new() -> Self {
        Self::default()
    }

    fn pair(&self) {
        let mut row = self.lock().unwrap().pop().unwrap_or_default();
        black_box(&mut *row).cells[0] = 1;
        row.cells = [0; 4];
        self.lock().unwrap().push(row);
    }
}

impl Rows for regex_automata::util::pool::Pool<Row> {
    const NAME: &'static str = "regex-automata";

    fn new() -> Self {
        Self::new(Row::default)
    }

    fn pair(&self) {
        black_box(&mut *self.get()).cells[0] = 1;
    }
}

/// Figures by row and contender.
#[derive(Default)]
struct Figures(Vec<(String, String, f64)>);

impl Figures {
    fn add<R: Rows>(&mut self, row: &str, figure: f64) {
        println!("| {row} | {} | {} |", R::NAME, three_digits(figure));
        self.0.push((row.to_owned(), R::NAME.to_owned(), figure));
    }

    /// The median of several rounds, in nanoseconds for each of `count`.
    fn time<R: Rows>(&mut self, row: &str, rounds: usize, count: usize, mut run: impl FnMut()) {
        let times = (0..rounds).map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e9 / number(count)
        });
        let time = median(times.collect());
        self.add::<R>(row, time);
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("not so many"))
}

fn measure_pools<R: Rows>(figures: &mut Figures, extent: Extent) {
    let rounds = extent.pick(9, 5, 1);
    let count = extent.pick(10_000, 10_000, 1000);
    let pairs = || R::new().pair();
    pairs();
    figures.time::<R>("new pool, a pair, drop: ns", rounds, count, || {
        (0..count).for_each(|_| pairs());
    });
    let before = LIVE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    pairs();
    let peak = PEAK.load(Ordering::Relaxed) - before;
    figures.add::<R>("new pool, a pair, drop: bytes", number(peak));

    let mut drops = Vec::new();
    let mut bytes = Vec::new();
    for _ in 0..rounds {
        let before = LIVE.load(Ordering::Relaxed);
        let pools: Vec<R> = (0..count).map(|_| R::new()).collect();
        pools.iter().for_each(R::pair);
        bytes.push(number(LIVE.load(Ordering::Relaxed) - before) / number(count));
        let start = Instant::now();
        drop(pools);
        drops.push(start.elapsed().as_secs_f64() * 1e9 / number(count));
    }
    figures.add::<R>("10,000 pools of an object: bytes", median(bytes));
    figures.add::<R>("10,000 pools of an object: ns for a drop", median(drops));
}

/// Several pools in turn on one thread: nanoseconds of a pair.
fn measure_turns<R: Rows>(figures: &mut Figures, extent: Extent) {
    let rounds = extent.pick(25, 9, 1);
    let pairs = extent.pick(2_000_000, 200_000, 1000);
    for (row, count) in [
        ("one pool: ns a pair", 1),
        ("2 pools in turn: ns a pair", 2),
        ("8 pools in turn: ns a pair", 8),
        ("100 pools in turn: ns a pair", 100),
    ] {
        let pools: Vec<R> = (0..count).map(|_| R::new()).collect();
        let pools = black_box(pools.as_slice());
        let turns = pairs / count;
        figures.time::<R>(row, rounds, turns * count, || {
            for _ in 0..turns {
                pools.iter().for_each(R::pair);
            }
        });
    }
}

fn measure_threads<R: Rows>(figures: &mut Figures, extent: Extent) {
    let pool = R::new();
    (0..1000).for_each(|_| pool.pair());
    let rounds = extent.pick(5, 3, 1);
    let count = extent.pick(10_000, 2000, 100);
    let one_after_another = |used: bool| {
        for _ in 0..count {
            thread::scope(|scope| {
                scope.spawn(|| used.then(|| pool.pair()));
            });
        }
    };
    figures.time::<R>("a thread without a pool: ns", rounds, count, || {
        one_after_another(false);
    });
    figures.time::<R>("a thread with a pair: ns", rounds, count, || {
        one_after_another(true);
    });
    let at_once = extent.pick(4000, 1000, 50);
    let mut times = Vec::new();
    let barrier = Barrier::new(at_once);
    thread::scope(|scope| {
        let work = || {
            barrier.wait();
            // Often enough for a cache.
            let start = Instant::now();
            (0..100).for_each(|_| pool.pair());
            let time = start.elapsed().as_secs_f64() * 1e9 / 100.0;
            barrier.wait();
            time
        };
        let threads: Vec<_> = (0..at_once)
            .map(|_| {
                thread::Builder::new()
                    .stack_size(64 << 10)
                    .spawn_scoped(scope, work)
            })
            .collect();
        times.extend(
            threads
                .into_iter()
                .map(|thread| thread.unwrap().join().unwrap()),
        );
    });
    figures.add::<R>(
        "first 100 pairs of 4,000 threads at once: ns a pair",
        median(times),
    );
}

fn main() {
    let extent = Extent::asked_for();
    let mut figures = Figures::default();
    println!("| | | |\n|---|---|---|");
    measure_pools::<Pool<Row>>(&mut figures, extent);
    measure_pools::<Mutex<Vec<Box<Row>>>>(&mut figures, extent);
    measure_pools::<regex_automata::util::pool::Pool<Row>>(&mut figures, extent);
    measure_turns::<Pool<Row>>(&mut figures, extent);
    measure_turns::<Mutex<Vec<Box<Row>>>>(&mut figures, extent);
    measure_turns::<regex_automata::util::pool::Pool<Row>>(&mut figures, extent);
    measure_threads::<Pool<Row>>(&mut figures, extent);
    measure_threads::<Mutex<Vec<Box<Row>>>>(&mut figures, extent);
    measure_threads::<regex_automata::util::pool::Pool<Row>>(&mut figures, extent);
    if record::is_wanted() {
        record::add_run("many_pools", &figures.0);
    }
}
