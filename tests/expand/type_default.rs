//! The whole value assigned, for an enum whose `Default` is written by hand.

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
enum Level<T> {
    Low(u8),
    High(T),
}

impl<T> Default for Level<T> {
    fn default() -> Self {
        Self::Low(7)
    }
}
