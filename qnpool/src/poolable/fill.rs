//! How full a container is.

/// How much of its capacity a [`Growable`](crate::Growable) container uses.
///
/// Both numbers are in the unit of its limit: elements of a `Vec`, bytes of a `String`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// The part of the capacity that is used.
    pub used: usize,
    /// The capacity of the current allocation.
    pub capacity: usize,
}

impl Fill {
    /// Returns the largest use and capacity of several containers that share one limit.
    pub(super) fn of_all(fills: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        fills.into_iter().try_fold(Self::default(), |most, fill| {
            let fill = fill?;
            Some(Self {
                used: most.used.max(fill.used),
                capacity: most.capacity.max(fill.capacity),
            })
        })
    }
}

/// Implements `Growable::fill` by `len` and `capacity`. A container of `elements` of size zero owns
/// nothing, and its capacity has no meaning.
#[allow(unused_macros, reason = "one feature or another uses it")]
macro_rules! fill_by_len {
    ($($elements:ty)?) => {
        #[inline]
        fn fill(&mut self) -> Option<$crate::Fill> {
            let owns = true $(&& size_of::<$elements>() != 0)?;
            owns.then(|| $crate::Fill {
                used: self.len(),
                capacity: self.capacity(),
            })
        }
    };
}
#[allow(unused_imports, reason = "one feature or another uses it")]
pub(crate) use fill_by_len;
