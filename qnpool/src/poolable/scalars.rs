//! Types whose pristine state is zero or empty, and transparent wrappers.

use core::cmp::Reverse;
use core::marker::{PhantomData, PhantomPinned};
use core::num::{Saturating, Wrapping};
use core::time::Duration;

use super::Poolable;
use super::walk::{Walk, reset_part};

macro_rules! reset_to {
    ($value:expr => $($type:ty)*) => {$(
        impl Poolable for $type {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                *self = $value;
            }
        }
    )*};
}

reset_to!(0 => i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
reset_to!(0.0 => f32 f64);
reset_to!(false => bool);
reset_to!('\0' => char);
reset_to!(Duration::ZERO => Duration);

macro_rules! nothing_to_reset {
    ($([$($parameter:tt)*] $type:ty)*) => {$(
        impl<$($parameter)*> Poolable for $type {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {}
        }
    )*};
}

nothing_to_reset!([] () [] PhantomPinned [T: ?Sized] PhantomData<T>);

macro_rules! transparent {
    ($($wrapper:ident)*) => {$(
        impl<T: Poolable> Poolable for $wrapper<T> {
            const MAX_RETAINED_BYTES: usize = T::MAX_RETAINED_BYTES;

            #[inline]
            fn reset(&mut self) {
                self.0.reset();
            }

            #[inline]
            fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
                reset_part(&mut self.0, walk);
            }
        }
    )*};
}

transparent!(Wrapping Saturating Reverse);
