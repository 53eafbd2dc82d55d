//! Shrinks growable fields to their use, as recorded in [`Traffic`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Growable;
use super::traffic::{Inspection, Traffic};

/// The result of inspecting an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The number of fields that report how full they are.
    pub(crate) fields: u32,
    /// The number of these that were shrunk because they are used for less.
    pub(crate) cuts: u32,
}

#[derive(Debug)]
pub(super) struct Shrinker<'t> {
    /// The address of the object.
    object: usize,
    size: usize,
    /// Locked for one field at a time, and not during its reset, which runs the `Drop` of user
    /// types.
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

    /// Inspects a field before its reset. Returns the limit to shrink it to afterwards, if that is
    /// less than `max_capacity`.
    pub(super) fn fit<G: Growable>(
        &mut self,
        container: &mut G,
        max_capacity: usize,
    ) -> Option<usize> {
        let address = core::ptr::from_ref(container).addr();
        let offset = address.wrapping_sub(self.object);
        // A value in a box is reset without a shrinker.
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

    /// Shrinks a field to its use. This is counted apart from shrinks of allocations over the
    /// limit.
    pub(super) fn shrink<G: Growable>(&mut self, container: &mut G, limit: usize) {
        self.found.cuts += u32::from(container.reset_within(limit).shrinks() > 0);
    }
}

fn lock(traffic: &Mutex<Traffic>) -> MutexGuard<'_, Traffic> {
    traffic.lock().unwrap_or_else(PoisonError::into_inner)
}
