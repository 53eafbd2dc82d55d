//! Limits in bytes, a budget checked where the type is defined, a question asked
//! on return, a field that is wiped, and a pool of the type's own.

use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(max_retained_bytes = 8192, discard_if = Frame::is_torn)]
#[pool(global(max_idle = 64, name = "frames"))]
struct Frame {
    #[pool(max_bytes = 4096)]
    samples: Vec<f64>,
    #[pool(default, max_retained_bytes = 512)]
    caption: Box<str>,
    #[pool(zeroize, max_capacity = 32)]
    key: Vec<u8>,
    torn: bool,
}

impl Frame {
    fn is_torn(&self) -> bool {
        self.torn
    }
}
