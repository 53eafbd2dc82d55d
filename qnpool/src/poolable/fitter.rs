//! A pool that looks at the use that an object comes from, while it resets it; see [`Traffic`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::traffic::{Look, Traffic};
use super::walk::Walk;
use super::{Growable, Poolable};

/// What became of the object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Fields that tell how full they are.
    pub(crate) fields: u32,
    /// Of these, those that were shrunk because they are used for less.
    pub(crate) cuts: u32,
    /// The object must not be used again.
    pub(crate) is_unfit: bool,
}

/// Resets the object and takes note of the use that it comes from, and fits the object to
/// the uses that there were.
pub(crate) fn reset_and_look<T: Poolable>(
    object: &mut T,
    traffic: &Mutex<Traffic>,
    look: Look,
) -> Found {
    let mut walk = Walk {
        is_unfit: false,
        fitter: Some(Fitter {
            object: core::ptr::from_ref(object).addr(),
            size: size_of::<T>(),
            traffic,
            look,
            found: Found::default(),
        }),
    };
    object.__qnpool_walk(&mut walk);
    lock(traffic).pass(look);
    Found {
        is_unfit: walk.is_unfit,
        ..walk.fitter.map(|fitter| fitter.found).unwrap_or_default()
    }
}

#[derive(Debug)]
pub(super) struct Fitter<'t> {
    object: usize,
    size: usize,
    /// Locked for a field at a time, and not while it is reset, which drops what the user
    /// has put there.
    traffic: &'t Mutex<Traffic>,
    look: Look,
    found: Found,
}

impl Fitter<'_> {
    /// Looks at a field before its reset. The limit to shrink it to afterwards, if that is less
    /// than `max_capacity`.
    pub(super) fn fit<G: Growable>(
        &mut self,
        container: &mut G,
        max_capacity: usize,
    ) -> Option<usize> {
        let address = core::ptr::from_ref(container).addr();
        let offset = address.wrapping_sub(self.object);
        // What is in a box is reset without a fitter.
        debug_assert!(offset < self.size, "it lies in the object");
        let fill = container.fill()?;
        self.found.fields += 1;
        let limit = lock(self.traffic).field::<G>(offset, max_capacity).look(
            address,
            fill,
            G::FOOTPRINT,
            self.look,
        );
        (limit != max_capacity).then_some(limit)
    }

    /// Shrinks a field to its use. Counted apart from shrinks over the limit, which have
    /// another reason.
    pub(super) fn shrink<G: Growable>(&mut self, container: &mut G, limit: usize) {
        self.found.cuts += u32::from(container.reset_within(limit).shrinks() > 0);
    }
}

fn lock(traffic: &Mutex<Traffic>) -> MutexGuard<'_, Traffic> {
    traffic.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::traffic::{CUTS_OF_A_MARK, WINDOW};
    use super::*;
    use crate::Bounded;
    use alloc::boxed::Box;
    use alloc::vec::Vec;

    const EACH: Look = Look {
        weight: 1,
        usual_weight: 1,
        fits: true,
    };

    /// An object whose uses are looked at, each of them.
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

        /// Says whether the buffer was cut.
        fn use_it(&mut self, size: usize, is_emptied: bool) -> bool {
            self.object.resize(size, 7);
            if is_emptied {
                self.object.clear();
            }
            reset_and_look(&mut *self.object, &self.traffic, EACH).cuts > 0
        }

        fn cuts(&mut self, uses: u64, size: usize, is_emptied: bool) -> usize {
            (0..uses).filter(|_| self.use_it(size, is_emptied)).count()
        }
    }

    #[test]
    fn what_a_use_fills_is_kept_at_once() {
        let mut watched = Watched::new();
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
        assert_eq!(watched.object.capacity(), 225);
        assert!(!watched.use_it(3000, false), "it was just used");
        assert!(!watched.use_it(200, false), "and may be again");
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
    }

    #[test]
    fn patience_doubles_with_each_cut_that_was_wrong() {
        let mut watched = Watched::new();
        let cuts = watched.cuts(512 * WINDOW, 3000, true);
        assert!((6..=10).contains(&cuts), "{cuts}");
    }

    #[test]
    fn a_mark_that_is_gone_is_replaced() {
        let mut watched = Watched::new();
        assert_eq!(watched.cuts(3 * WINDOW, 200, false), 1);
        // Others come and go, each at an address of its own, and the first never again.
        let others = (0..=CUTS_OF_A_MARK).map(|_| Box::new(Bounded::new(Vec::with_capacity(4096))));
        let mut others: Vec<Box<Bounded<Vec<u8>, 4096>>> = others.collect();
        for other in &mut others {
            other.resize(200, 7);
            assert_eq!(reset_and_look(&mut **other, &watched.traffic, EACH).cuts, 1);
        }
        let last = others.last_mut().expect("there are some");
        last.reserve_exact(4096);
        last.resize(200, 7);
        let found = reset_and_look(&mut **last, &watched.traffic, EACH);
        assert_eq!(found.cuts, 0, "it has grown again");
    }
}
