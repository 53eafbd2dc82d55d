//! Replaces a value and wipes its memory.
//!
//! The variants of an enum share their memory. After `*key = Key::Short(1)`, bytes of the previous
//! `Key::Long(secret)` are still there, and no field of `Key::Short` covers them. Safe code cannot
//! read them, but a wiped secret must not remain in memory. So an enum with a `zeroize` field is
//! replaced by this function.

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use zeroize::Zeroize;

/// Drops the value, overwrites all its bytes with zeros, and writes `new` to its place, also if the
/// drop panics.
pub fn replace_wiped<T>(place: &mut T, new: T) {
    struct Fill<'a, T> {
        place: &'a mut MaybeUninit<T>,
        new: ManuallyDrop<T>,
    }

    impl<T> Drop for Fill<'_, T> {
        fn drop(&mut self) {
            let bytes = ptr::from_mut(self.place).cast::<MaybeUninit<u8>>();
            // SAFETY: These are the bytes of `place`, which `Fill` borrows mutably, and any bytes
            // are a valid `MaybeUninit<u8>`.
            let bytes = unsafe { core::slice::from_raw_parts_mut(bytes, size_of::<T>()) };
            bytes.zeroize();
            // SAFETY: This is the drop of `Fill`, so `new` is not used afterwards.
            self.place
                .write(unsafe { ManuallyDrop::take(&mut self.new) });
        }
    }

    let place: *mut T = place;
    let fill = Fill {
        // SAFETY: `place` comes from a `&mut T` that is not used elsewhere until this function
        // returns. It may be uninitialized meanwhile, since the drop of `fill` writes a value in
        // any case.
        place: unsafe { &mut *place.cast::<MaybeUninit<T>>() },
        new: ManuallyDrop::new(new),
    };
    // SAFETY: `place` holds a value until here, and `fill` overwrites it before it is read again.
    unsafe { fill.place.assume_init_drop() };
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::boxed::Box;

    #[test]
    fn no_byte_of_the_old_value_remains() {
        let mut value = MaybeUninit::new([0xAA_u8; 64]);
        // SAFETY: The array is initialized by `MaybeUninit::new`.
        let place = unsafe { value.assume_init_mut() };
        replace_wiped(place, [7; 64]);
        assert_eq!(*place, [7; 64]);
    }

    #[cfg(feature = "std")]
    #[test]
    fn the_new_value_is_written_although_drop_panics() {
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
