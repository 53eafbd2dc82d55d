//! Replaces a value and wipes the memory that it was in.
//!
//! The variants of an enum share their memory. After `*key = Key::Short(1)`, bytes of the
//! `Key::Long(secret)` before it are still there, and no field of `Key::Short` covers them. Safe
//! code cannot reach them; so an enum with a `zeroize` field is replaced by way of this function.

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use zeroize::Zeroize;

/// Drops the value, overwrites all its bytes with zeros, and puts `new` there. If the drop
/// panics, `new` is there nevertheless.
pub fn replace_wiped<T>(place: &mut T, new: T) {
    struct Fill<'a, T> {
        place: &'a mut MaybeUninit<T>,
        new: ManuallyDrop<T>,
    }

    impl<T> Drop for Fill<'_, T> {
        fn drop(&mut self) {
            let bytes = ptr::from_mut(self.place).cast::<MaybeUninit<u8>>();
            // SAFETY: These are the bytes of `place`, which this value borrows; any bytes are a
            // valid `MaybeUninit<u8>`.
            let bytes = unsafe { core::slice::from_raw_parts_mut(bytes, size_of::<T>()) };
            bytes.zeroize();
            // SAFETY: `new` is not used after this, the end of `Fill`.
            self.place
                .write(unsafe { ManuallyDrop::take(&mut self.new) });
        }
    }

    let place: *mut T = place;
    let fill = Fill {
        // SAFETY: `place` comes from a `&mut T` that is not used elsewhere until this function returns. It
        // may be uninitialised meanwhile, since the drop of `fill` writes a value in any case.
        place: unsafe { &mut *place.cast::<MaybeUninit<T>>() },
        new: ManuallyDrop::new(new),
    };
    // SAFETY: `place` holds a value until here, and `fill` overwrites it before it is read.
    unsafe { fill.place.assume_init_drop() };
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::boxed::Box;

    #[test]
    fn no_byte_of_the_old_value_is_left() {
        let mut value = MaybeUninit::new([0xAA_u8; 64]);
        // SAFETY: It is initialised.
        let place = unsafe { value.assume_init_mut() };
        replace_wiped(place, [7; 64]);
        assert_eq!(*place, [7; 64]);
    }

    #[cfg(feature = "std")]
    #[test]
    fn a_panic_in_the_drop_leaves_the_new_value() {
        struct Bomb(bool, Box<u8>);
        impl Drop for Bomb {
            fn drop(&mut self) {
                assert!(!self.0, "as planned");
            }
        }
        let mut bomb = Bomb(true, Box::new(1));
        let replace = || replace_wiped(&mut bomb, Bomb(false, Box::new(2)));
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(replace)).unwrap_err();
        assert_eq!((bomb.0, *bomb.1), (false, 2));
    }
}
