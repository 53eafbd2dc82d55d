//! Resets during which a pool inspects how full the object is.

use std::sync::Mutex;

use super::Poolable;
use super::shrinker::{Found, Shrinker};
use super::traffic::{Inspection, Traffic};
use super::walk::Walk;

/// Resets the object, records how full its fields are in `traffic`, and shrinks them to what the
/// recorded uses need.
pub(crate) fn reset_and_inspect<'a, T: Poolable>(
    object: &mut T,
    walk: &mut Walk<'a>,
    traffic: &'a Mutex<Traffic>,
    inspection: Inspection,
) -> Found {
    walk.begin_inspection(Shrinker::new(object, traffic, inspection));
    object.__qnpool_walk(walk);
    walk.end_inspection()
}

#[cfg(test)]
mod tests {
    use super::super::traffic::{CUTS_OF_A_MARK, WINDOW};
    use super::*;
    use crate::Bounded;
    use alloc::boxed::Box;
    use alloc::vec::Vec;

    const EACH: Inspection = Inspection {
        weight: 1,
        usual_weight: 1,
        fits: true,
    };

    fn inspect(object: &mut Bounded<Vec<u8>, 4096>, traffic: &Mutex<Traffic>) -> Found {
        reset_and_inspect(object, &mut Walk::default(), traffic, EACH)
    }

    /// An object of which every use is inspected.
    struct Watched {
        object: Box<Bounded<Vec<u8>, 4096>>,
        traffic: Mutex<Traffic>,
    }

    impl Watched {
        fn new() -> Self {
            Self {
                object: Box::new(Bounded::new(Vec::with_capacity(4096))),
                traffic: Mutex::default(),
            }
        }

        /// Returns whether the buffer was shrunk.
        fn use_it(&mut self, size: usize, is_emptied: bool) -> bool {
            self.object.resize(size, 7);
            if is_emptied {
                self.object.clear();
            }
            inspect(&mut self.object, &self.traffic).cuts > 0
        }

        fn cuts(&mut self, uses: u64, size: usize, is_emptied: bool) -> usize {
            (0..uses).filter(|_| self.use_it(size, is_emptied)).count()
        }
    }

    #[test]
    fn a_larger_use_raises_the_limit_immediately() {
        let mut watched = Watched::new();
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
        assert_eq!(watched.object.capacity(), 225);
        assert!(!watched.use_it(3000, false), "it was just used");
        assert!(!watched.use_it(200, false), "and may be again");
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
    }

    #[test]
    fn patience_doubles_with_each_wrong_shrink() {
        let mut watched = Watched::new();
        let cuts = watched.cuts(512 * WINDOW, 3000, true);
        assert!((6..=10).contains(&cuts), "{cuts}");
    }

    #[test]
    fn a_mark_that_is_never_returned_is_replaced() {
        let mut watched = Watched::new();
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
        // Other objects are used, each at its own address, and the first one never again.
        let others = (0..=CUTS_OF_A_MARK).map(|_| Box::new(Bounded::new(Vec::with_capacity(4096))));
        let mut others: Vec<Box<Bounded<Vec<u8>, 4096>>> = others.collect();
        for other in &mut others {
            other.resize(200, 7);
            assert_eq!(inspect(other, &watched.traffic).cuts, 1);
        }
        let last = others.last_mut().expect("there are some");
        last.reserve_exact(4096);
        last.resize(200, 7);
        let found = inspect(last, &watched.traffic);
        assert_eq!(found.cuts, 0, "it has grown again");
    }
}
