//! How full a container is.

/// What a [`Growable`](crate::Growable) container uses of its capacity, both in the unit
/// of its limit: elements of a `Vec`, bytes of a `String`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// What is in it.
    pub used: usize,
    /// What could be in it without another allocation.
    pub capacity: usize,
}

impl Fill {
    /// Of several containers under one limit, what each of them would need.
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

/// For a container with `len` and `capacity`.
#[allow(unused_macros, reason = "one feature or another uses it")]
macro_rules! fill_by_len {
    () => {
        #[inline]
        fn fill(&mut self) -> Option<$crate::Fill> {
            Some($crate::Fill {
                used: self.len(),
                capacity: self.capacity(),
            })
        }
    };
}
#[allow(unused_imports, reason = "one feature or another uses it")]
pub(crate) use fill_by_len;
