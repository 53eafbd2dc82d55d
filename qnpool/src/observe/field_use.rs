//! What the fields that grow are used for, and the limit that would do.

use std::fmt;

use crate::UNBOUNDED;
use crate::poolable::traffic::{SIZES, Seen, size_of_class};

/// Fewer inspections than this suggest nothing; and fewer than the other, of those that stand for as
/// many uses each, nothing smaller: by a hundred inspections one use in a hundred would be missed in one
/// pool of three, by a thousand in one of twenty thousand.
const ENOUGH_INSPECTIONS: u64 = 100;
const ENOUGH_INSPECTIONS_FOR_LESS: u64 = 1000;

/// How much of a field uses fill, from the returns that the pool has inspected.
///
/// A use counts with what was in the field when its object came back. Sizes are rounded up
/// to powers of two, and shares of uses are estimates: an inspection stands for the uses since the
/// one before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FieldUse {
    /// The field's type, without the paths.
    pub container: String,
    /// Where the field begins in the object, in bytes: tells fields of one type apart.
    pub offset: usize,
    /// The limit it has, in the container's own unit of capacity.
    pub max_capacity: usize,
    /// Uses that were inspected.
    pub inspections: u64,
    /// What half of the uses filled at most.
    pub median: usize,
    /// What 99 of 100 uses filled at most.
    pub p99: usize,
    /// What 999 of 1,000 uses filled at most: the limit that would do for them. `None` before
    /// a hundred inspections; if it is less than the limit, before as many as tell as much as a
    /// thousand that stand for as many uses each, which takes a million uses of a busy pool; and
    /// for a field that nothing was ever in.
    pub suggested_max_capacity: Option<usize>,
}

impl FieldUse {
    fn of(seen: &Seen) -> Self {
        let size = |in_thousand| size_of_uses(&seen.uses, in_thousand);
        let suggested = Some(size(999)).filter(|&size| {
            let is_known = size >= seen.max_capacity
                || seen.equal_inspections() >= ENOUGH_INSPECTIONS_FOR_LESS;
            size > 0 && seen.inspections >= ENOUGH_INSPECTIONS && is_known
        });
        Self {
            container: without_paths(seen.container),
            offset: seen.offset,
            max_capacity: seen.max_capacity,
            inspections: seen.inspections,
            median: size(500),
            p99: size(990),
            suggested_max_capacity: suggested,
        }
    }

    pub(super) fn of_all(seen: &[Seen]) -> Vec<Self> {
        let mut fields: Vec<_> = seen.iter().map(Self::of).collect();
        fields.sort_by_key(|field| field.offset);
        fields
    }

    /// A limit that is half of what it is, or less, or more than it is.
    pub(super) fn better_limit(&self) -> Option<usize> {
        self.suggested_max_capacity.filter(|&suggested| {
            suggested > self.max_capacity || suggested <= self.max_capacity / 2
        })
    }
}

/// The limit that would do for each of the fields.
pub(super) fn suggested_max_capacity(seen: &[Seen]) -> Option<u64> {
    let fields = seen.iter().map(FieldUse::of);
    let most = fields
        .filter_map(|field| field.suggested_max_capacity)
        .max();
    most.map(|capacity| capacity as u64)
}

/// The size that so many of a thousand uses do not pass.
fn size_of_uses(uses: &[u64; SIZES], in_thousand: u128) -> usize {
    let all: u128 = uses.iter().copied().map(u128::from).sum();
    let mut passed = 0;
    let class = uses.iter().position(|&uses| {
        passed += u128::from(uses);
        passed * 1000 >= all * in_thousand
    });
    class.map_or(0, size_of_class)
}

/// `alloc::vec::Vec<app::Row>` as people write it.
fn without_paths(type_name: &str) -> String {
    let mut short = String::new();
    let mut word = 0;
    for character in type_name.chars() {
        if character == ':' {
            short.truncate(word);
        } else {
            short.push(character);
            if !(character.is_alphanumeric() || character == '_') {
                word = short.len();
            }
        }
    }
    short
}

impl fmt::Display for FieldUse {
    /// Prints one sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            container,
            offset,
            median,
            p99,
            ..
        } = self;
        write!(
            f,
            "`{container}` at byte {offset}: half of the uses fill at most {median}, 99 of 100 {p99}"
        )?;
        match self.suggested_max_capacity {
            Some(suggested) => {
                write!(
                    f,
                    "; `max_capacity = {suggested}` would do for 999 of 1,000"
                )?;
            }
            None => return Ok(()),
        }
        match self.max_capacity {
            UNBOUNDED => f.write_str(", it is unbounded"),
            max_capacity => write!(f, ", it is {max_capacity}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_shares() {
        let mut uses = [0; SIZES];
        assert_eq!(size_of_uses(&uses, 999), 0);
        uses[9] = 998; // up to 256
        uses[13] = 2; // up to 4096
        assert_eq!(size_of_uses(&uses, 500), 256);
        assert_eq!(size_of_uses(&uses, 990), 256);
        assert_eq!(size_of_uses(&uses, 999), 4096);
        uses[9] = 1998;
        assert_eq!(size_of_uses(&uses, 999), 256);
    }

    #[test]
    fn a_type_is_named_as_it_is_written() {
        for (long, short) in [
            ("alloc::vec::Vec<u8>", "Vec<u8>"),
            (
                "alloc::vec::Vec<(app::Row, [app::Cell; 3])>",
                "Vec<(Row, [Cell; 3])>",
            ),
            (
                "std::collections::hash::map::HashMap<u8, a_b::C_d>",
                "HashMap<u8, C_d>",
            ),
            ("alloc::vec::Vec<&mut dyn a::B>", "Vec<&mut dyn B>"),
        ] {
            assert_eq!(without_paths(long), short);
        }
    }
}
