//! One get and one drop, to be counted in instructions:
//! `benches/pair_instructions.sh` runs it under callgrind.
//!
//! Arguments: the contender, `tiny`, `packet` or `burst`, and how many pairs.

#[expect(dead_code, reason = "only pairs and bursts are counted")]
mod contenders;

use std::hint::black_box;

use contenders::objects::{Packet, Tiny};
use contenders::{Contender, Visitor, burst, for_each, pair};

const BURST: usize = 64;

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

struct Names;

impl Visitor for Names {
    fn visit<C: Contender>(&mut self) {
        println!("{}", C::NAME);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names"] => for_each::<Tiny>(&mut Names),
        [name, what @ ("tiny" | "packet" | "burst"), pairs] => {
            let mut count = Count {
                name,
                in_bursts: what == "burst",
                pairs: pairs.parse().expect("the third argument is a number"),
            };
            if what == "tiny" {
                for_each::<Tiny>(&mut count);
            } else {
                for_each::<Packet>(&mut count);
            }
        }
        // `cargo bench` and `cargo test` pass other arguments.
        _ => println!("run benches/pair_instructions.sh"),
    }
}
