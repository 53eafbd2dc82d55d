//! Records how full growable fields are, and decides how much of each is worth keeping.
//!
//! A fixed limit shrinks only the outliers: ten thousand idle objects hold 4,096 bytes each
//! although the traffic fills 200. So some uses are inspected, and a field is shrunk to the largest
//! use of the last two windows of inspections, plus an eighth.
//!
//! Rejected: a percentile instead of the largest use, as in bytebufferpool. If one use in twenty is
//! large, the percentile is either large itself, or makes every large use allocate. A number of
//! consecutive small uses (five in Go's `jsontext`) shrinks the buffers of such traffic again and
//! again. Recording the uses in the object itself needs a place in the object.
//!
//! A field may have been emptied before its object is returned, and then looks unused. It is shrunk
//! once, and grows again. The object that was shrunk first is remembered by its address, the
//! `mark`. If it is returned with a larger capacity although no recorded use filled it, the limit
//! is raised to that capacity, and the windows become twice as long.

use alloc::vec::Vec;
use core::any::type_name;

use super::{Fill, Footprint, UNBOUNDED};

/// The number of inspections in a window.
pub(super) const WINDOW: u64 = 64;

/// The parts of an inspection. An inspection that represents fewer uses than usual advances the
/// window by proportionally fewer parts.
const PARTS: u64 = 1 << 20;

/// The fewest bytes that are worth a shrink, which costs an allocation.
const LEAST_CUT: usize = 64;

const LONGEST_PATIENCE: u32 = 1024;

/// The number of shrinks after which another object becomes the mark.
pub(super) const CUTS_OF_A_MARK: u32 = 4096;

/// The number of size classes: zero, and powers of two.
pub(crate) const SIZES: usize = 48;

/// The recorded uses of one type's objects, by field.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    fields: Vec<Field>,
    /// The progress of the window, in parts.
    passed: u64,
}

/// The settings of one inspection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inspection {
    /// The number of uses that this inspection represents.
    pub(crate) weight: u64,
    /// The number of uses that an inspection usually represents.
    pub(crate) usual_weight: u64,
    /// Whether unused capacity is freed.
    pub(crate) fits: bool,
}

impl Traffic {
    pub(super) fn field<G>(&mut self, offset: usize, max_capacity: usize) -> &mut Field {
        let at = self.fields.iter().position(|field| field.offset == offset);
        let at = at.unwrap_or_else(|| {
            self.fields.push(Field::new::<G>(offset, max_capacity));
            self.fields.len() - 1
        });
        &mut self.fields[at]
    }

    pub(super) fn pass(&mut self, inspection: Inspection) {
        self.passed +=
            PARTS * inspection.weight.min(inspection.usual_weight) / inspection.usual_weight;
        if self.passed >= WINDOW * PARTS {
            self.passed = 0;
            self.fields.iter_mut().for_each(Field::end_window);
        }
    }

    /// Adds the recorded uses of each field to `sum`.
    pub(crate) fn add_to(&self, sum: &mut Vec<Seen>) {
        for field in &self.fields {
            match sum.iter_mut().find(|seen| seen.offset == field.offset) {
                Some(seen) => seen.add(&field.seen),
                None => sum.push(field.seen.clone()),
            }
        }
    }
}

/// The recorded uses of one field, and its limit.
#[derive(Debug)]
pub(super) struct Field {
    offset: usize,
    max_capacity: usize,
    /// The capacity that the field may keep.
    limit: usize,
    /// The largest use in the current period.
    most: usize,
    /// The largest use in the previous period, if there was one.
    most_before: Option<usize>,
    /// The number of windows in a period.
    patience: u32,
    windows: u32,
    /// The address of the field in the object that was shrunk first, whose growth is watched; or 0.
    mark: usize,
    cuts_since_mark: u32,
    seen: Seen,
}

impl Field {
    fn new<G>(offset: usize, max_capacity: usize) -> Self {
        Self {
            offset,
            max_capacity,
            limit: max_capacity,
            most: 0,
            most_before: None,
            patience: 1,
            windows: 0,
            mark: 0,
            cuts_since_mark: 0,
            seen: Seen::new::<G>(offset, max_capacity),
        }
    }

    /// Records a use, and returns the capacity that the field may keep.
    pub(super) fn inspect(
        &mut self,
        address: usize,
        fill: Fill,
        footprint: Footprint,
        inspection: Inspection,
    ) -> usize {
        self.seen.note(fill.used, inspection.weight);
        self.most = self.most.max(fill.used);
        if fill.used > self.limit {
            self.raise(with_room(fill.used));
        }
        if !self.is_worth_a_cut(fill.capacity, footprint) {
            return self.max_capacity;
        }
        if self.mark == address {
            self.regret(fill.capacity);
            return self.max_capacity;
        }
        if !inspection.fits {
            return self.max_capacity;
        }
        self.cuts_since_mark += 1;
        if self.mark == 0 || self.cuts_since_mark > CUTS_OF_A_MARK {
            self.mark = address;
            self.cuts_since_mark = 0;
        }
        self.limit
    }

    fn is_worth_a_cut(&self, capacity: usize, footprint: Footprint) -> bool {
        let bytes = footprint.max_bytes(capacity);
        let saved = bytes.saturating_sub(footprint.max_bytes(self.limit));
        // A field that grows leaves up to half of its capacity unused anyway.
        capacity > self.limit.saturating_add(self.limit / 2)
            && (saved >= LEAST_CUT || bytes == UNBOUNDED)
    }

    fn raise(&mut self, limit: usize) {
        self.limit = limit.min(self.max_capacity);
        self.mark = 0;
    }

    /// Undoes a shrink: the field grew again, although no recorded use needed it.
    fn regret(&mut self, capacity: usize) {
        self.most = self.most.max(capacity.min(self.max_capacity));
        self.raise(capacity);
        self.patience = (self.patience * 2).min(LONGEST_PATIENCE);
        self.windows = 0;
    }

    fn end_window(&mut self) {
        self.windows += 1;
        if self.windows < self.patience {
            return;
        }
        self.windows = 0;
        let most = core::mem::take(&mut self.most);
        if let Some(before) = self.most_before.replace(most) {
            let limit = with_room(most.max(before)).min(self.max_capacity);
            if limit < self.limit {
                self.limit = limit;
                self.mark = 0;
            }
        }
    }
}

/// Adds an eighth: uses vary in size, and each one above the limit allocates.
fn with_room(used: usize) -> usize {
    used.saturating_add(used / 8)
}

/// The recorded uses of one field, by size.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) offset: usize,
    pub(crate) container: &'static str,
    pub(crate) max_capacity: usize,
    /// The number of inspections.
    pub(crate) inspections: u64,
    /// Estimated uses by size: 0, up to 1, 2, 4, and so on.
    pub(crate) uses: [u64; SIZES],
    /// The sum of the squared weights of the inspections.
    squares: u64,
}

impl Seen {
    fn new<G>(offset: usize, max_capacity: usize) -> Self {
        Self {
            offset,
            container: type_name::<G>(),
            max_capacity,
            inspections: 0,
            uses: [0; SIZES],
            squares: 0,
        }
    }

    fn note(&mut self, used: usize, weight: u64) {
        self.inspections += 1;
        self.uses[size_class(used)] += weight;
        self.squares += weight * weight;
    }

    fn add(&mut self, other: &Self) {
        self.inspections += other.inspections;
        for (sum, uses) in self.uses.iter_mut().zip(other.uses) {
            *sum += uses;
        }
        self.squares += other.squares;
    }

    /// Returns the effective sample size (Kish 1965): the number of inspections of equal weight
    /// that would give the same precision. It is below the number of inspections, since the first
    /// represent one use each and the last a thousand.
    pub(crate) fn equal_inspections(&self) -> u64 {
        let uses: u128 = self.uses.iter().copied().map(u128::from).sum();
        let equal = uses * uses / u128::from(self.squares.max(1));
        u64::try_from(equal).unwrap_or(u64::MAX)
    }
}

/// Returns the class of the smallest size that is not below `used`.
fn size_class(used: usize) -> usize {
    let class = match used {
        0 => 0,
        used => {
            1 + (used - 1)
                .checked_ilog2()
                .map_or(0, |bits| bits as usize + 1)
        }
    };
    class.min(SIZES - 1)
}

/// Returns the largest use in this class.
pub(crate) const fn size_of_class(class: usize) -> usize {
    if class == 0 { 0 } else { 1 << (class - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_two() {
        for (used, size) in [(0, 0), (1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (4096, 4096)] {
            assert_eq!(size_of_class(size_class(used)), size);
        }
        assert_eq!(size_class(usize::MAX), SIZES - 1);
    }
}
