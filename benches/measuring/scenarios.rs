//! What is done with a contender in more than one comparison.

use std::hint::black_box;

use super::crew::with_crew;
use super::runner::Group;
use crate::contenders::{Contender, Visitor, burst, pair};

/// One object at a time.
pub(crate) struct Pairs<'a, 'criterion>(pub(crate) &'a mut Group<'criterion>);

impl Visitor for Pairs<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        self.0.bench::<C>(|bencher| bencher.iter(|| pair(pool)));
        pool.leave();
    }
}

/// That many objects at once.
pub(crate) struct Bursts<'a, 'criterion>(pub(crate) &'a mut Group<'criterion>, pub(crate) usize);

impl Visitor for Bursts<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        let mut held = Vec::with_capacity(self.1);
        self.0
            .bench::<C>(|bencher| bencher.iter(|| burst(pool, &mut held)));
        pool.leave();
    }
}

/// Threads that share one pool, one object at a time each.
pub(crate) struct Together<'a, 'criterion> {
    pub(crate) group: &'a mut Group<'criterion>,
    pub(crate) threads: usize,
}

impl Visitor for Together<'_, '_> {
    fn visit<C: Contender>(&mut self) {
        let pool = C::new(0);
        let pool = black_box(&pool);
        let pairs = |rounds| {
            for _ in 0..rounds {
                pair(pool);
            }
        };
        with_crew(
            self.threads,
            pairs,
            || pool.leave(),
            |run| self.group.bench::<C>(|bencher| bencher.iter_custom(run)),
        );
    }
}
