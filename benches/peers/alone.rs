//! One thread: pairs, bursts, many pools.

use std::hint::black_box;

use super::contenders::objects::{Packet, Tiny};
use super::contenders::{Contender, Visitor, for_each, for_each_of_many, pair};
use super::measuring::runner::{Group, Row, Runner};
use super::measuring::scenarios::{Bursts, Pairs};

pub(crate) fn measure(runner: &mut Runner) {
    runner.row(Row::new("one thread, tiny"), |group| {
        for_each::<Tiny>(&mut Pairs(group));
    });
    runner.row(Row::new("one thread, packet"), |group| {
        for_each::<Packet>(&mut Pairs(group));
    });
    for (name, pairs) in [("burst of 64", 64), ("burst of 1,000", 1000)] {
        let row = Row {
            pairs,
            ..Row::new(name)
        };
        runner.row(row, |group| {
            for_each::<Packet>(&mut Bursts(group, pairs as usize));
        });
    }
}

/// Names of the rows with many pools, and how many.
const POOLS: [(&str, u32); 3] = [("2 pools", 2), ("8 pools", 8), ("100 pools", 100)];

pub(crate) fn measure_pools(runner: &mut Runner) {
    for (name, pairs) in POOLS {
        let row = Row {
            pairs,
            ..Row::new(name)
        };
        runner.row(row, |group| {
            for_each_of_many::<Tiny>(&mut Pools(group, pairs as usize));
        });
    }
}

struct Pools<'a, 'criterion>(&'a mut Group<'criterion>, usize);

impl Visitor for Pools<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pools: Vec<C> = (0..self.1).map(C::new).collect();
        let pools = black_box(pools.as_slice());
        self.0
            .bench::<C>(|bencher| bencher.iter(|| pools.iter().for_each(pair)));
    }
}
