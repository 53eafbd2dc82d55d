//! One get and one drop, to be counted in instructions:
//! `benches/pair_instructions.sh` runs it under callgrind.
//!
//! Arguments: the contender and `tiny`, or one of qnpool's `paths` too and `packet`, `burst` of
//! packets or `turns`, which are two pools of packets in turn; and how many pairs.

#[expect(dead_code, reason = "only pairs and bursts are counted")]
mod contenders;

#[path = "seeing/levels.rs"]
mod levels;

use std::hint::black_box;
use std::sync::Arc;

use contenders::objects::{Packet, PoolObject, Tiny};
use contenders::{Contender, Kind, Visitor, burst, for_each, pair};
use levels::{NAMES as LEVELS, for_each_level};
use qnpool::{Guard, OwnedGuard, Pool};

const BURST: usize = 64;

struct Owned<T: PoolObject>(Arc<Pool<T>>);

impl<T: PoolObject> Contender for Owned<T> {
    const NAME: &'static str = "owned";
    const KIND: Kind = Kind::Ours;
    const CLEARED_BY_HAND: bool = false;
    type Object = T;
    type Guard<'a> = OwnedGuard<T>;

    fn new(_: usize) -> Self {
        Self(Arc::new(Pool::new()))
    }

    #[inline]
    fn take(&self) -> OwnedGuard<T> {
        self.0.get_owned()
    }

    #[inline]
    fn object(guard: &mut OwnedGuard<T>) -> &mut T {
        guard
    }
}

struct Idle<T: PoolObject>(Pool<T>);

impl<T: PoolObject> Contender for Idle<T> {
    const NAME: &'static str = "idle";
    const KIND: Kind = Kind::Ours;
    const CLEARED_BY_HAND: bool = false;
    type Object = T;
    type Guard<'a> = Guard<'a, T>;

    fn new(_: usize) -> Self {
        Self(Pool::new())
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        self.0.get_idle().unwrap_or_else(|| self.0.get())
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
    }
}

/// Not for small objects: with as many uses of one function the compiler calls it, and all that
/// is counted is dearer.
fn for_each_path(visitor: &mut impl Visitor) {
    for_each_level::<Packet>(visitor);
    visitor.visit::<Owned<Packet>>();
    visitor.visit::<Idle<Packet>>();
}

struct Count<'a> {
    name: &'a str,
    in_bursts: bool,
    pairs: usize,
}

impl Visitor for Count<'_> {
    fn visit<C: Contender>(&mut self) {
        if C::NAME != self.name {
            return;
        }
        let pool = C::new(0);
        let pool = black_box(&pool);
        if self.in_bursts {
            let mut held = Vec::with_capacity(BURST);
            for _ in 0..self.pairs / BURST {
                burst(pool, &mut held);
            }
        } else {
            for _ in 0..self.pairs {
                pair(pool);
            }
        }
    }
}

/// Two pools of one thread.
struct CountTurns<'a> {
    name: &'a str,
    pairs: usize,
}

impl Visitor for CountTurns<'_> {
    fn visit<C: Contender>(&mut self) {
        if C::NAME != self.name {
            return;
        }
        let pools = [C::new(0), C::new(1)];
        let [one, other] = black_box(&pools);
        for _ in 0..self.pairs / 2 {
            pair(one);
            pair(other);
        }
    }
}

struct Names;

impl Visitor for Names {
    fn visit<C: Contender>(&mut self) {
        println!("{}", C::NAME);
    }
}

fn number(pairs: &str) -> usize {
    pairs.parse().expect("the third argument is a number")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names"] => for_each::<Tiny>(&mut Names),
        ["paths"] => {
            // A stack is tens of thousands, and of no pool's doing.
            let levels = LEVELS.iter().filter(|&&name| name != "backtraces");
            for path in levels.chain(&["owned", "idle"]) {
                println!("{path}");
            }
        }
        [name, "turns", pairs] => for_each_path(&mut CountTurns {
            name,
            pairs: number(pairs),
        }),
        [name, what @ ("tiny" | "packet" | "burst"), pairs] => {
            let mut count = Count {
                name,
                in_bursts: what == "burst",
                pairs: number(pairs),
            };
            if what == "tiny" {
                for_each::<Tiny>(&mut count);
            } else {
                for_each::<Packet>(&mut count);
                for_each_path(&mut count);
            }
        }
        // `cargo bench` and `cargo test` pass other arguments.
        _ => println!("run benches/pair_instructions.sh"),
    }
}
