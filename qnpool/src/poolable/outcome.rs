//! The outcome of a reset.

/// The outcome of [`Growable::reset_within`](crate::Growable::reset_within): how many allocations
/// it shrank.
///
/// A pool counts these as [`Stats::shrinks`](crate::Stats::shrinks). A container that is made of
/// others combines their outcomes with [`and`](Self::and).
///
/// ```
/// use qnpool::{Footprint, Growable, ResetOutcome};
///
/// #[derive(Default)]
/// struct Columns {
///     names: Vec<u32>,
///     values: Vec<u64>,
/// }
///
/// impl Growable for Columns {
///     const FOOTPRINT: Footprint = Footprint::slots(size_of::<u32>() + size_of::<u64>());
///
///     fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
///         let names = self.names.reset_within(max_capacity);
///         names.and(self.values.reset_within(max_capacity))
///     }
/// }
///
/// let mut columns = Columns::default();
/// columns.values.reserve(1000);
/// assert_eq!(columns.reset_within(10), ResetOutcome::SHRUNK);
/// assert_eq!(columns.reset_within(10), ResetOutcome::KEPT);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResetOutcome {
    shrinks: u32,
    /// The container cannot be used again: a cell in it is still borrowed, or a lock still locked.
    is_unfit: bool,
}

impl ResetOutcome {
    /// The allocation was within the limit and is kept.
    pub const KEPT: Self = Self {
        shrinks: 0,
        is_unfit: false,
    };

    /// One allocation was over the limit, and was shrunk or freed.
    pub const SHRUNK: Self = Self {
        shrinks: 1,
        is_unfit: false,
    };

    /// Returns [`SHRUNK`](Self::SHRUNK) if the condition holds, else [`KEPT`](Self::KEPT).
    #[inline]
    #[must_use]
    pub const fn shrunk_if(condition: bool) -> Self {
        if condition { Self::SHRUNK } else { Self::KEPT }
    }

    /// Combines two outcomes, and adds their shrinks.
    #[inline]
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            shrinks: self.shrinks.saturating_add(other.shrinks),
            is_unfit: self.is_unfit || other.is_unfit,
        }
    }

    /// Returns how many allocations were over the limit.
    #[inline]
    #[must_use]
    pub const fn shrinks(self) -> u32 {
        self.shrinks
    }

    #[inline]
    pub(super) const fn with_shrinks(shrinks: u32) -> Self {
        Self {
            shrinks,
            is_unfit: false,
        }
    }

    /// Adds to the outcome that the object must be discarded, if `is_unfit`.
    #[inline]
    pub(super) const fn unfit_if(self, is_unfit: bool) -> Self {
        Self {
            is_unfit: self.is_unfit || is_unfit,
            ..self
        }
    }

    #[inline]
    pub(crate) const fn is_unfit(self) -> bool {
        self.is_unfit
    }

    /// Whether nothing was shrunk and the object can be used again.
    #[inline]
    pub(crate) const fn is_clean(self) -> bool {
        self.shrinks == 0 && !self.is_unfit
    }
}
