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

/// For a container with `len` and `capacity`. If it has `elements` of size zero it owns
/// nothing, and its capacity is no figure.
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
