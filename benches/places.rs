//! One get and one drop, timed at eight places in memory: a loop of fifty instructions is up
//! to 2 ns faster or slower by where it and its objects happen to stand, which is more than what
//! is to be told apart.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench places   # what the census costs
//! ```
//!
//! `benches/without.sh` compares two versions of the pool by it.

use std::arch::asm;
use std::hint::black_box;
use std::time::Instant;

#[expect(dead_code, reason = "only qnpool is measured")]
mod contenders;
#[expect(dead_code, reason = "of all this only figures are shown")]
mod measuring;

use contenders::objects::{Object, Packet, Tiny};
use measuring::figures::ratio;
use measuring::numbers::{median, three_digits};
use qnpool::{Bounded, LeakDetection, Pool, Poolable};

const ROUNDS: usize = 41;
const PAIRS: u32 = 1 << 19;

const LEVELS: [(&str, LeakDetection); 4] = [
    ("off", LeakDetection::Off),
    ("one in 128", LeakDetection::Sampled(128)),
    ("one in 1,024", LeakDetection::Sampled(1024)),
    ("all", LeakDetection::All),
];

/// Nanoseconds of a pair, of the one loop that stands so many bytes further.
#[inline(never)]
fn time_at<T: Poolable + Default + Send, const BYTES: usize>(
    pool: &Pool<T>,
    work: impl Fn(&mut T),
) -> f64 {
    // SAFETY: Instructions that do nothing.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        asm!(".fill {}, 1, 0x90", const BYTES);
    }
    // SAFETY: As above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        asm!(".fill {}, 4, 0xd503201f", const BYTES / 4);
    }
    let start = Instant::now();
    for _ in 0..PAIRS {
        let mut object = pool.get();
        work(black_box(&mut object));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(PAIRS)
}

/// Pools that have learned what their objects are used for, each at another place.
struct Pools<T: Poolable> {
    pools: [Pool<T>; 8],
    _between: Vec<Vec<u8>>,
}

impl<T: Poolable + Default + Send> Pools<T> {
    fn new(work: impl Fn(&mut T) + Copy) -> Self {
        let mut between = Vec::new();
        let pools = std::array::from_fn(|number| {
            between.push(vec![7; 1 + 176 * number]);
            let pool = Pool::new();
            time_at::<T, 0>(&pool, work);
            pool
        });
        Self {
            pools,
            _between: between,
        }
    }

    /// The mean over the places.
    fn time(&self, work: impl Fn(&mut T) + Copy) -> f64 {
        let [one, two, three, four, five, six, seven, eight] = &self.pools;
        let times = [
            time_at::<T, 0>(one, work),
            time_at::<T, 16>(two, work),
            time_at::<T, 32>(three, work),
            time_at::<T, 48>(four, work),
            time_at::<T, 64>(five, work),
            time_at::<T, 80>(six, work),
            time_at::<T, 96>(seven, work),
            time_at::<T, 112>(eight, work),
        ];
        times.iter().sum::<f64>() / 8.0
    }
}

/// All levels in turn, in each round.
fn row<T: Poolable + Default + Send>(name: &str, work: impl Fn(&mut T) + Copy) {
    let pools = Pools::new(work);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(LEVELS.map(|(_, level)| {
            for pool in &pools.pools {
                pool.set_leak_detection(level);
            }
            pools.time(work)
        }));
    }
    print!("| {name} |");
    for level in 0..LEVELS.len() {
        let of = |figure: fn([f64; 4], usize) -> f64| {
            median(rounds.iter().map(|&round| figure(round, level)).collect())
        };
        print!(
            " {} / {} / {} |",
            three_digits(of(|round, level| round[level])),
            ratio(Some(of(|round, level| round[level] / round[0]))),
            three_digits(of(|round, level| round[level] - round[0])),
        );
    }
    println!();
}

fn nothing<T>(_: &mut T) {}

fn main() {
    let source = vec![7; 1500];
    let copy = |packet: &mut Packet| _ = black_box(packet.work(black_box(&source)));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tiny"] => println!("{}", Pools::new(nothing::<Tiny>).time(nothing)),
        ["packet"] => println!("{}", Pools::new(nothing::<Packet>).time(nothing)),
        ["--bench"] => {
            let names: Vec<_> = LEVELS.iter().map(|(name, _)| *name).collect();
            println!("| | {} |", names.join(" | "));
            println!("|---|{}", "---|".repeat(names.len()));
            row("tiny", nothing::<Tiny>);
            row("packet", nothing::<Packet>);
            row("work", copy);
            row("a cut each time", |bytes: &mut Bounded<Vec<u8>, 64>| {
                bytes.reserve_exact(1000);
            });
        }
        // As `cargo test` runs it.
        _ => println!("run it with `cargo bench -p qnpool-benches --bench places`"),
    }
}
