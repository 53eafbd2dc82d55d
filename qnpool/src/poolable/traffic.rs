//! What objects are used for, and how much of each growable field is worth keeping for it.
//!
//! A fixed limit cuts the outliers and nothing else: ten thousand idle objects hold 4,096
//! bytes each where the traffic fills 200. Here some uses are inspected, and a field is cut to
//! what the largest of the last two windows of them filled, and an eighth.
//!
//! Rejected: a percentile instead of the largest, which is what bytebufferpool has; where one
//! use in twenty is large, it is either large itself or lets every large use allocate. A
//! number of uses in a row that were small (five in Go's `jsontext`) cuts such traffic's
//! buffers again and again. What an object itself has seen would need a place in it.
//!
//! A field may have been emptied before its object came back, and then looks unused. It is
//! cut once, and grows again: the object cut first is known by its address, and if it comes
//! back grown while nothing was seen to fill it, the limit goes up to what it grew to, and
//! the windows become twice as long.

use alloc::vec::Vec;
use core::any::type_name;

use super::{Fill, Footprint, UNBOUNDED};

/// Uses in a window, of those that are inspected.
pub(super) const WINDOW: u64 = 64;

/// Parts of an inspection. One that stands for fewer uses than usual passes so much less of the window.
const PARTS: u64 = 1 << 20;

/// Shorter ones are not worth an allocation.
const LEAST_CUT: usize = 64;

const LONGEST_PATIENCE: u32 = 1024;

/// Cuts after which another object is watched for its growth.
pub(super) const CUTS_OF_A_MARK: u32 = 4096;

/// Powers of two, and zero.
pub(crate) const SIZES: usize = 48;

/// The uses of one type's objects, by field.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    fields: Vec<Field>,
    /// How far the window is, in parts of usual inspections.
    passed: u64,
}

/// How a use is inspected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inspection {
    /// The uses that this one stands for.
    pub(crate) weight: u64,
    /// The uses that one stands for if nothing is to be found.
    pub(crate) usual_weight: u64,
    /// Whether what is not used is cut off.
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

    /// Adds up what was seen of each field.
    pub(crate) fn add_to(&self, sum: &mut Vec<Seen>) {
        for field in &self.fields {
            match sum.iter_mut().find(|seen| seen.offset == field.offset) {
                Some(seen) => seen.add(&field.seen),
                None => sum.push(field.seen.clone()),
            }
        }
    }
}

/// The uses of one field.
#[derive(Debug)]
pub(super) struct Field {
    offset: usize,
    max_capacity: usize,
    /// What is kept of it.
    limit: usize,
    /// The most that a use filled since the period began.
    most: usize,
    /// And in the period before, if there was one.
    most_before: Option<usize>,
    /// Windows in a period.
    patience: u32,
    windows: u32,
    /// Where the field is of the object that was cut first and is watched for it.
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

    /// What the field may keep after this use.
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
        // Half as much again is what growing leaves anyway.
        capacity > self.limit.saturating_add(self.limit / 2)
            && (saved >= LEAST_CUT || bytes == UNBOUNDED)
    }

    fn raise(&mut self, limit: usize) {
        self.limit = limit.min(self.max_capacity);
        self.mark = 0;
    }

    /// It was cut to less than it is used for, though that was never seen.
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

/// Uses of a size vary; each that is larger than all before would allocate.
fn with_room(used: usize) -> usize {
    used.saturating_add(used / 8)
}

/// How much uses filled of one field.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) offset: usize,
    pub(crate) container: &'static str,
    pub(crate) max_capacity: usize,
    /// Uses that were inspected.
    pub(crate) inspections: u64,
    /// Uses by size, as far as the inspections tell: none, up to 1, 2, 4, and so on.
    pub(crate) uses: [u64; SIZES],
    /// The squares of the uses that one inspection stands for, added up.
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

    /// Inspections that each stand for as many uses and tell as much (Kish 1965): fewer than there
    /// were, as the first stand for one use and the last for a thousand.
    pub(crate) fn equal_inspections(&self) -> u64 {
        let uses: u128 = self.uses.iter().copied().map(u128::from).sum();
        let equal = uses * uses / u128::from(self.squares.max(1));
        u64::try_from(equal).unwrap_or(u64::MAX)
    }
}

/// The first size that is not smaller.
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

/// The most that a use of this class filled.
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
