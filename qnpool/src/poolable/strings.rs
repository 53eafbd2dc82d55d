//! Text, counted in bytes.

use alloc::string::String;

use super::{Fill, Footprint, Growable, shrinks};

macro_rules! cleared_then_shrunk {
    ($($text:ty: $used:expr;)*) => {$(
        impl Growable for $text {
            const FOOTPRINT: Footprint = Footprint::slots(1);

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) {
                // As in `sequences`.
                #[cold]
                #[inline(never)]
                extern "C" fn cut(text: &mut $text, max_capacity: usize) {
                    shrinks::note();
                    text.shrink_to(max_capacity);
                }

                self.clear();
                if self.capacity() > max_capacity {
                    cut(self, max_capacity);
                }
            }

            #[inline]
            fn fill(&mut self) -> Option<Fill> {
                let used: fn(&$text) -> usize = $used;
                Some(Fill {
                    used: used(self),
                    capacity: self.capacity(),
                })
            }
        }
    )*};
}

cleared_then_shrunk! {
    String: String::len;
}

#[cfg(feature = "std")]
cleared_then_shrunk! {
    std::ffi::OsString: |text| text.len();
    std::path::PathBuf: |path| path.as_os_str().len();
}
