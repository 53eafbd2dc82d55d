//! The heap bytes of a container at a given capacity.

use crate::UNBOUNDED;

/// How many heap bytes a [`Growable`](crate::Growable) container may own at a given capacity.
///
/// A trait constant takes no argument, but a constant *value* can have a `const` method. This is
/// how a limit in an attribute becomes
/// [`Poolable::MAX_RETAINED_BYTES`](crate::Poolable::MAX_RETAINED_BYTES) at compile time.
///
/// ```
/// use qnpool::{Footprint, Growable};
///
/// assert_eq!(<Vec<u64> as Growable>::FOOTPRINT.max_bytes(100), 800);
/// // A hash table allocates powers of two and keeps an eighth of it free.
/// assert!(Footprint::hash_table(16).max_bytes(100) > 1_600);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Bytes that do not depend on the capacity, such as the allocation of a `Box`.
    fixed: usize,
    /// The number of containers of this shape, such as the length of an array.
    parts: usize,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One slot for each unit of capacity.
    Slots { bytes_per_slot: usize },
    /// The open-addressing table of `std::collections::HashMap` (hashbrown).
    HashTable { bytes_per_bucket: usize },
    /// A vector of entries, and a hash table of their indices (indexmap).
    #[cfg(feature = "indexmap")]
    Indexed {
        bytes_per_entry: usize,
        bytes_per_bucket: usize,
    },
    /// One chunk of an arena, whose size is rounded up (bumpalo).
    #[cfg(feature = "bumpalo")]
    Arena,
}

impl Footprint {
    /// Creates the footprint of a container with contiguous elements, such as `Vec`.
    #[must_use]
    pub const fn slots(bytes_per_slot: usize) -> Self {
        Self::of(Shape::Slots { bytes_per_slot })
    }

    /// Creates the footprint of a hash table with the layout of hashbrown, the table behind
    /// `std::collections::HashMap`.
    #[must_use]
    pub const fn hash_table(bytes_per_bucket: usize) -> Self {
        Self::of(Shape::HashTable { bytes_per_bucket })
    }

    /// The footprint of a vector of entries and a hash table of the same capacity.
    #[cfg(feature = "indexmap")]
    pub(crate) const fn indexed(bytes_per_entry: usize, bytes_per_bucket: usize) -> Self {
        Self::of(Shape::Indexed {
            bytes_per_entry,
            bytes_per_bucket,
        })
    }

    /// The footprint of an arena with one chunk; its capacity is in bytes.
    #[cfg(feature = "bumpalo")]
    pub(crate) const fn arena() -> Self {
        Self::of(Shape::Arena)
    }

    /// The footprint of `bytes` at any capacity.
    pub(crate) const fn fixed(bytes: usize) -> Self {
        Self::slots(0).times(0).plus(bytes)
    }

    const fn of(shape: Shape) -> Self {
        Self {
            fixed: 0,
            parts: 1,
            shape,
        }
    }

    /// Adds `bytes` that do not depend on the capacity.
    #[must_use]
    pub const fn plus(self, bytes: usize) -> Self {
        Self {
            fixed: self.fixed.saturating_add(bytes),
            ..self
        }
    }

    /// Returns the footprint of `count` such containers, each with the same capacity.
    #[must_use]
    pub const fn times(self, count: usize) -> Self {
        Self {
            fixed: self.fixed.saturating_mul(count),
            parts: self.parts.saturating_mul(count),
            ..self
        }
    }

    /// Returns the most bytes that the container owns at `max_capacity`, or [`UNBOUNDED`] if there
    /// is no limit.
    ///
    /// Saturates instead of overflowing.
    #[must_use]
    pub const fn max_bytes(self, max_capacity: usize) -> usize {
        if self.parts == 0 {
            return self.fixed;
        }
        if max_capacity == UNBOUNDED {
            return UNBOUNDED;
        }
        let each = self.shape.max_bytes(max_capacity);
        each.saturating_mul(self.parts).saturating_add(self.fixed)
    }

    /// Returns the largest capacity that owns at most `max_bytes`, or 0 if there is none.
    ///
    /// This is the inverse of [`max_bytes`](Self::max_bytes).
    #[must_use]
    pub const fn max_capacity(self, max_bytes: usize) -> usize {
        if max_bytes == UNBOUNDED {
            return UNBOUNDED;
        }
        let Some(left) = max_bytes.checked_sub(self.fixed) else {
            return 0;
        };
        let Some(each) = left.checked_div(self.parts) else {
            return LARGEST_LIMIT;
        };
        self.shape.max_capacity(each)
    }
}

/// The largest limit that is not `UNBOUNDED`.
const LARGEST_LIMIT: usize = UNBOUNDED - 1;

impl Shape {
    const fn max_bytes(self, capacity: usize) -> usize {
        match self {
            Self::Slots { bytes_per_slot } => capacity.saturating_mul(bytes_per_slot),
            Self::HashTable { bytes_per_bucket } => hash_table_bytes(capacity, bytes_per_bucket),
            #[cfg(feature = "indexmap")]
            Self::Indexed {
                bytes_per_entry,
                bytes_per_bucket,
            } => capacity
                .saturating_mul(bytes_per_entry)
                .saturating_add(hash_table_bytes(capacity, bytes_per_bucket)),
            #[cfg(feature = "bumpalo")]
            Self::Arena => match arena_chunk(capacity) {
                0 => 0,
                chunk => chunk.saturating_add(ARENA_FOOTER),
            },
        }
    }

    /// The inverse of `max_bytes`, by bisection: no shape owns less at a larger capacity, and most
    /// grow in steps.
    const fn max_capacity(self, max_bytes: usize) -> usize {
        let mut fits = 0;
        let mut too_many = LARGEST_LIMIT + 1;
        while too_many - fits > 1 {
            let middle = fits + (too_many - fits) / 2;
            if self.max_bytes(middle) <= max_bytes {
                fits = middle;
            } else {
                too_many = middle;
            }
        }
        fits
    }
}

/// Returns the size of the single allocation of a hashbrown table that holds `capacity` elements:
/// the buckets, padded to the alignment of a group; one control byte per bucket; and one more group
/// of control bytes.
///
/// 16 bytes is the widest group that hashbrown uses (SSE2). Narrower groups need less, so the
/// result is an upper bound on every target. The layout is that of hashbrown 0.13 to 0.16;
/// `tests/retained.rs` compares it with a counting allocator.
const fn hash_table_bytes(capacity: usize, bytes_per_bucket: usize) -> usize {
    const GROUP: usize = 16;
    if capacity == 0 {
        return 0;
    }
    let buckets = hash_table_buckets(capacity, bytes_per_bucket);
    let data = buckets.saturating_mul(bytes_per_bucket);
    let padded = data.saturating_add(GROUP - 1) / GROUP * GROUP;
    padded.saturating_add(buckets).saturating_add(GROUP)
}

/// Returns the number of buckets: a power of two, of which seven eighths may be filled. A table of
/// tiny elements has at least one group of control bytes.
const fn hash_table_buckets(capacity: usize, bytes_per_bucket: usize) -> usize {
    let at_least = match bytes_per_bucket {
        0 | 1 => 14,
        2 | 3 => 7,
        _ => 3,
    };
    let capacity = if capacity < at_least {
        at_least
    } else {
        capacity
    };
    match capacity {
        0..=3 => 4,
        4..=7 => 8,
        8..=14 => 16,
        _ => match capacity
            .saturating_mul(8)
            .wrapping_div(7)
            .checked_next_power_of_two()
        {
            Some(buckets) => buckets,
            None => UNBOUNDED,
        },
    }
}

/// The footer of a chunk of a `Bump`: six words, aligned to 16 bytes.
#[cfg(feature = "bumpalo")]
const ARENA_FOOTER: usize = (6 * size_of::<usize>()).next_multiple_of(16);

/// Returns the room in the single chunk of a `Bump` that is created for `capacity` bytes.
///
/// The chunk, its footer and 16 bytes for the allocator are rounded up together: to a power of two
/// below one page, to whole pages above, and to at least 512 bytes.
#[cfg(feature = "bumpalo")]
pub(crate) const fn arena_chunk(capacity: usize) -> usize {
    const OVERHEAD: usize = ARENA_FOOTER + 16;
    const FIRST: usize = 512 - OVERHEAD;
    const PAGE: usize = 4096;
    if capacity == 0 {
        return 0;
    }
    let Some(mut room) = capacity.checked_next_multiple_of(16) else {
        return UNBOUNDED;
    };
    if room < FIRST {
        room = FIRST;
    }
    let size = room.saturating_add(OVERHEAD);
    let rounded = if room < PAGE {
        size.checked_next_power_of_two()
    } else {
        size.checked_next_multiple_of(PAGE)
    };
    match rounded {
        Some(rounded) => rounded - OVERHEAD,
        None => UNBOUNDED,
    }
}
