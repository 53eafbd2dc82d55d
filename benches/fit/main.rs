//! What a pool keeps, and what it allocates, under traffic that changes.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench fit
//! ```
//!
//! No time is measured: the figures are counts, and the same in each run but for the moments
//! at which a pool looks.

mod owned;
mod traffic;

use std::ops::DerefMut;

use qnpool::{Bounded, Guard, Pool, Poolable};

use owned::{allocations, owned_bytes};
use traffic::{LIMIT, MOST, Traffic};

const USES: usize = 2_000_000;
const GENERATION: usize = 100_000;

#[derive(Default, Poolable)]
struct Unlimited {
    #[pool(unbounded)]
    bytes: Vec<u8>,
}

impl std::ops::Deref for Unlimited {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Unlimited {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

type Limited = Bounded<Vec<u8>, LIMIT>;

/// What came out for one pool under one traffic.
struct Outcome {
    /// Idle bytes for each byte that the traffic needed, at the end of each generation of
    /// the second half.
    kept: Vec<f64>,
    /// Of uses in the second half, those that allocated.
    allocating: f64,
}

fn measure<T>(pool: &Pool<T>, traffic: Traffic) -> Outcome
where
    T: Poolable + Default + DerefMut<Target = Vec<u8>>,
{
    let before = owned_bytes();
    let mut uses = 0;
    let mut allocating = 0;
    let mut kept = Vec::new();
    let mut largest = [0; 2];
    let mut random = fastrand::Rng::with_seed(7);
    let mut guards: Vec<Guard<'_, T>> = Vec::with_capacity(MOST);
    while uses < USES {
        for size in traffic.burst(uses, USES, &mut random) {
            let mut guard = pool.get();
            let count = allocations();
            guard.deref_mut().deref_mut().resize(size, 7);
            if uses >= USES / 2 {
                allocating += allocations() - count;
            }
            largest[1] = largest[1].max(size);
            guards.push(guard);
            uses += 1;
        }
        guards.clear();
        if uses / GENERATION > kept.len() {
            // What the last two generations needed: each object room for the largest use.
            let most = largest[0].max(largest[1]);
            let idle = usize::try_from(pool.stats().idle).expect("they are in memory");
            let owned = owned_bytes() - before - guards.capacity() * size_of::<Guard<'_, T>>();
            kept.push(share(owned, idle * most));
            largest = [largest[1], 0];
            pool.tick();
        }
    }
    Outcome {
        kept: kept.split_off(kept.len() / 2),
        allocating: share(allocating, USES / 2),
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with two places")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn row<T>(name: &str, fits: bool)
where
    T: Poolable + Default + DerefMut<Target = Vec<u8>>,
{
    print!("| {name} |");
    for traffic in Traffic::ALL {
        let pool = Pool::<T>::builder()
            .max_idle(4096)
            .fit_to_traffic(fits)
            .build();
        let outcome = measure(&pool, traffic);
        let sum: f64 = outcome.kept.iter().sum();
        let mean = sum / share(outcome.kept.len(), 1);
        let most = outcome.kept.iter().copied().fold(0.0, f64::max);
        print!(
            " {mean:.2}, {most:.2} | {:.3} % |",
            100.0 * outcome.allocating
        );
    }
    println!();
}

fn main() {
    print!("| |");
    for traffic in Traffic::ALL {
        print!(" {}: kept | allocating |", traffic.name());
    }
    println!("\n|---|{}", "---|".repeat(2 * Traffic::ALL.len()));
    row::<Unlimited>("no limit", false);
    row::<Limited>("a limit", false);
    row::<Unlimited>("no limit, fits", true);
    row::<Limited>("a limit, fits", true);
}
