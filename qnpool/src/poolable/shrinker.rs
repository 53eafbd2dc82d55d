//! Fits a growable field to the uses that it comes from; see [`Traffic`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Growable;
use super::traffic::{Inspection, Traffic};

/// What became of an object's fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Fields that tell how full they are.
    pub(crate) fields: u32,
    /// Of these, those that were shrunk because they are used for less.
    pub(crate) cuts: u32,
}

#[derive(Debug)]
pub(super) struct Shrinker<'t> {
    /// Where the object is.
    object: usize,
    size: usize,
    /// Locked for a field at a time, and not while it is reset, which drops what the user
    /// has put there.
    traffic: &'t Mutex<Traffic>,
    inspection: Inspection,
    found: Found,
}

impl<'t> Shrinker<'t> {
    pub(super) fn new<T>(object: &T, traffic: &'t Mutex<Traffic>, inspection: Inspection) -> Self {
        Self {
            object: core::ptr::from_ref(object).addr(),
            size: size_of::<T>(),
            traffic,
            inspection,
            found: Found::default(),
        }
    }

    /// Ends the inspection of the object.
    pub(super) fn end(self) -> Found {
        lock(self.traffic).pass(self.inspection);
        self.found
    }

    /// Inspects a field before its reset. The limit to shrink it to afterwards, if that is less
    /// than `max_capacity`.
    pub(super) fn fit<G: Growable>(
        &mut self,
        container: &mut G,
        max_capacity: usize,
    ) -> Option<usize> {
        let address = core::ptr::from_ref(container).addr();
        let offset = address.wrapping_sub(self.object);
        // What is in a box is reset without a shrinker.
        debug_assert!(offset < self.size, "it lies in the object");
        let fill = container.fill()?;
        self.found.fields += 1;
        let limit = lock(self.traffic).field::<G>(offset, max_capacity).inspect(
            address,
            fill,
            G::FOOTPRINT,
            self.inspection,
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
