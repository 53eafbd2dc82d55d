//! Atomics, reset through `get_mut`: the pool owns the object, so nobody else looks.

use core::sync::atomic;

use super::Poolable;

macro_rules! reset_atomic {
    ($($width:literal: $($type:ident)*;)*) => {$($(
        #[cfg(target_has_atomic = $width)]
        impl Poolable for atomic::$type {
            const MAX_RETAINED_BYTES: usize = 0;

            #[inline]
            fn reset(&mut self) {
                *self = Self::default();
            }
        }
    )*)*};
}

reset_atomic! {
    "8": AtomicBool AtomicI8 AtomicU8;
    "16": AtomicI16 AtomicU16;
    "32": AtomicI32 AtomicU32;
    "64": AtomicI64 AtomicU64;
    "ptr": AtomicIsize AtomicUsize;
}

/// Reset to null; what it pointed to was never owned by it.
#[cfg(target_has_atomic = "ptr")]
impl<T> Poolable for atomic::AtomicPtr<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        *self.get_mut() = core::ptr::null_mut();
    }
}
