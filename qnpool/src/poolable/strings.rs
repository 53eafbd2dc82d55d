//! Text, with limits in bytes.

use alloc::string::String;

use super::{Fill, Footprint, Growable, ResetOutcome};

macro_rules! cleared_then_shrunk {
    ($($text:ty: $used:expr;)*) => {$(
        impl Growable for $text {
            const FOOTPRINT: Footprint = Footprint::slots(1);

            #[inline]
            fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
                // `extern "C"` as in `sequences`.
                #[cold]
                #[inline(never)]
                extern "C" fn shrink(text: &mut $text, max_capacity: usize) {
                    text.shrink_to(max_capacity);
                }

                self.clear();
                if self.capacity() <= max_capacity {
                    return ResetOutcome::KEPT;
                }
                shrink(self, max_capacity);
                ResetOutcome::SHRUNK
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
