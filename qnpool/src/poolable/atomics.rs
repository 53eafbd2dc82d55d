//! Atomics, which are reset through `get_mut`: the pool owns the object, so no other thread uses
//! it.

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

/// Resets to null. The pointer does not own the value that it points to.
#[cfg(target_has_atomic = "ptr")]
impl<T> Poolable for atomic::AtomicPtr<T> {
    const MAX_RETAINED_BYTES: usize = 0;

    #[inline]
    fn reset(&mut self) {
        *self.get_mut() = core::ptr::null_mut();
    }
}
