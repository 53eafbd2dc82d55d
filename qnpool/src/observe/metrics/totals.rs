//! Counters that never go down, though pools come and go.
//!
//! A pool's counters begin at zero with it. Published as they are, those of a pool that
//! was dropped and made anew would stand still in the recorder until they had passed what
//! the old one had come to: `absolute` takes the greater value. So what a pool had come to
//! when it was last seen stays in the sum.

use std::collections::BTreeMap;

use super::catalog::COUNTERS;

/// In the order of [`COUNTERS`].
pub(super) type Counts = [u64; COUNTERS.len()];

pub(super) fn add(sum: &mut Counts, counts: &Counts) {
    for (sum, count) in sum.iter_mut().zip(counts) {
        *sum = sum.saturating_add(*count);
    }
}

/// A pool as it was seen.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// The name is not enough to know it again, as another may have the same.
    pub(super) key: u64,
    pub(super) name: &'static str,
    pub(super) counts: Counts,
}

pub(super) struct Totals {
    /// By key.
    there: BTreeMap<u64, Seen>,
    /// What the pools had come to that are no longer there, by name.
    gone: BTreeMap<&'static str, Counts>,
}

impl Totals {
    pub(super) const fn new() -> Self {
        Self {
            there: BTreeMap::new(),
            gone: BTreeMap::new(),
        }
    }

    /// The counters of every name that ever had a pool, with the pools that are there now.
    pub(super) fn update(&mut self, pools: &[Seen]) -> BTreeMap<&'static str, Counts> {
        let now: BTreeMap<_, _> = pools.iter().map(|pool| (pool.key, *pool)).collect();
        for before in std::mem::replace(&mut self.there, now).values() {
            if !self.there.contains_key(&before.key) {
                add(self.gone.entry(before.name).or_default(), &before.counts);
            }
        }
        let mut sums = self.gone.clone();
        for pool in pools {
            add(sums.entry(pool.name).or_default(), &pool.counts);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pool with two counters that moved.
    fn seen(key: u64, name: &'static str, gets: u64, created: u64) -> Seen {
        let mut counts = Counts::default();
        counts[0] = gets;
        counts[3] = created;
        Seen { key, name, counts }
    }

    fn gets(sums: &BTreeMap<&'static str, Counts>, name: &str) -> u64 {
        sums[name][0]
    }

    #[test]
    fn pools_of_one_name_are_added_up() {
        let mut totals = Totals::new();
        let sums = totals.update(&[seen(1, "a", 5, 0), seen(2, "a", 7, 0), seen(3, "b", 9, 0)]);
        assert_eq!((gets(&sums, "a"), gets(&sums, "b")), (12, 9));
    }

    #[test]
    fn what_a_dropped_pool_did_stays() {
        let mut totals = Totals::new();
        totals.update(&[seen(1, "a", 5, 0), seen(2, "a", 7, 0)]);
        assert_eq!(gets(&totals.update(&[seen(2, "a", 8, 0)]), "a"), 13);
        assert_eq!(gets(&totals.update(&[]), "a"), 13);
        assert_eq!(gets(&totals.update(&[seen(3, "a", 1, 0)]), "a"), 14);
    }

    #[test]
    fn a_pool_made_anew_is_another_though_it_has_overtaken_the_old_one() {
        let mut totals = Totals::new();
        totals.update(&[seen(1, "a", 5, 5)]);
        assert_eq!(gets(&totals.update(&[seen(1, "a", 5, 5)]), "a"), 5);
        assert_eq!(gets(&totals.update(&[seen(2, "a", 6, 6)]), "a"), 11);
        let sums = totals.update(&[seen(3, "b", 9, 9)]);
        assert_eq!((gets(&sums, "a"), gets(&sums, "b")), (11, 9));
    }

    #[test]
    fn figures_that_seem_to_go_down_make_no_other_pool() {
        let mut totals = Totals::new();
        totals.update(&[seen(1, "a", 5, 5)]);
        assert_eq!(gets(&totals.update(&[seen(1, "a", 4, 5)]), "a"), 4);
    }
}
