//! Text, counted in bytes.

use alloc::string::String;

use super::{Footprint, Growable, shrinks};

macro_rules! cleared_then_shrunk {
    ($($text:ty)*) => {$(
        impl Growable for $text {
            const FOOTPRINT: Footprint = Footprint::slots(1);

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) {
                self.clear();
                if self.capacity() > max_capacity {
                    shrinks::note();
                    self.shrink_to(max_capacity);
                }
            }
        }
    )*};
}

cleared_then_shrunk!(String);

#[cfg(feature = "std")]
cleared_then_shrunk!(std::ffi::OsString std::path::PathBuf);
