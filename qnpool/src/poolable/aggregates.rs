//! Types made of parts, each of which is reset in place.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use core::ffi::CStr;
use core::ops::Range;

use super::walk::{Walk, reset_part};
use super::{Fill, Footprint, Growable, Poolable, ResetOutcome};

/// Resets to `None`. The value is dropped, so it may be of any type.
impl<T> Poolable for Option<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        *self = None;
    }
}

/// Resets the value in its box, and keeps the box.
impl<T: Poolable> Poolable for Box<T> {
    const MAX_RETAINED_BYTES: usize = size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES);

    #[inline]
    fn reset(&mut self) {
        T::reset(self);
    }

    #[inline]
    fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
        // A pool that fits objects to their traffic identifies a field by its offset in the object.
        // A value in a box has none.
        walk.at_limit(|walk| reset_part(&mut **self, walk));
    }
}

impl<T: Growable> Growable for Box<T> {
    const FOOTPRINT: Footprint = T::FOOTPRINT.plus(size_of::<T>());

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        T::reset_within(self, max_capacity)
    }

    #[inline]
    fn fill(&mut self) -> Option<Fill> {
        T::fill(self)
    }
}

impl<T: Poolable, const N: usize> Poolable for [T; N] {
    const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES.saturating_mul(N);

    #[inline]
    fn reset(&mut self) {
        for part in self {
            part.reset();
        }
    }

    #[inline]
    fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
        for part in self {
            reset_part(part, walk);
        }
    }
}

/// The limit applies to each element.
impl<T: Growable, const N: usize> Growable for [T; N] {
    const FOOTPRINT: Footprint = T::FOOTPRINT.times(N);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        self.iter_mut().fold(ResetOutcome::KEPT, |outcome, part| {
            outcome.and(part.reset_within(max_capacity))
        })
    }

    fn fill(&mut self) -> Option<Fill> {
        Fill::of_all(self.iter_mut().map(T::fill))
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt),+))*) => {$(
        impl<$($name: Poolable),+> Poolable for ($($name,)+) {
            const MAX_RETAINED_BYTES: usize = 0usize$(.saturating_add($name::MAX_RETAINED_BYTES))+;

            #[inline]
            fn reset(&mut self) {
                $(self.$index.reset();)+
            }

            #[inline]
            fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
                $(reset_part(&mut self.$index, walk);)+
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}

/// Resets both ends.
impl<T: Poolable> Poolable for Range<T> {
    const MAX_RETAINED_BYTES: usize = <(T, T)>::MAX_RETAINED_BYTES;

    #[inline]
    fn reset(&mut self) {
        self.start.reset();
        self.end.reset();
    }

    #[inline]
    fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
        reset_part(&mut self.start, walk);
        reset_part(&mut self.end, walk);
    }
}

macro_rules! borrowed_empty {
    ($([$($parameter:tt)*] $borrowed:ty => $empty:expr;)*) => {$(
        /// Resets to the borrowed empty value, and drops an owned one.
        impl<$($parameter)*> Poolable for Cow<'_, $borrowed>
        where
            $borrowed: ToOwned,
        {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                *self = Cow::Borrowed($empty);
            }
        }
    )*};
}

// One implementation for each type, not one for `&'a B: Default`: `&Path` does not implement
// `Default`, but may in the future.
borrowed_empty! {
    [] str => "";
    [T] [T] => &[];
    [] CStr => <&CStr>::default();
}

#[cfg(feature = "std")]
borrowed_empty! {
    [] std::ffi::OsStr => std::ffi::OsStr::new("");
    [] std::path::Path => std::path::Path::new("");
}

#[cfg(feature = "std")]
mod cursor {
    use std::io::Cursor;

    use super::{Fill, Footprint, Growable, Poolable, ResetOutcome, Walk, reset_part};

    impl<T: Poolable> Poolable for Cursor<T> {
        const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

        #[inline]
        fn reset(&mut self) {
            self.set_position(0);
            self.get_mut().reset();
        }

        #[inline]
        fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
            self.set_position(0);
            reset_part(self.get_mut(), walk);
        }
    }

    impl<T: Growable> Growable for Cursor<T> {
        const FOOTPRINT: Footprint = T::FOOTPRINT;

        #[inline]
        fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
            self.set_position(0);
            self.get_mut().reset_within(max_capacity)
        }

        #[inline]
        fn fill(&mut self) -> Option<Fill> {
            self.get_mut().fill()
        }
    }
}
