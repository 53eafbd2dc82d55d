//! Types with their own static pool.

use super::{Guard, Pool};
use crate::poolable::PoolObject;

/// A type with its own static pool, implemented by `#[pool(global)]`.
///
/// ```
/// use qnpool::{Poolable, Pooled};
///
/// #[derive(Default, Poolable)]
/// #[pool(global(name = "packets", max_idle = 512), max_capacity = 4096)]
/// struct Packet {
///     body: Vec<u8>,
/// }
///
/// let mut packet = Packet::pooled();
/// packet.body.push(1);
/// drop(packet);
/// assert_eq!(Packet::pool().stats().idle, 1);
/// ```
///
/// # When not to use it
///
/// A library should take a pool as a parameter instead: all users of a global pool share its limit.
pub trait Pooled: PoolObject + 'static {
    /// Returns the type's pool.
    fn pool() -> &'static Pool<Self>;

    /// Returns an object from the pool; short for `Self::pool().get()`.
    ///
    /// # Panics
    ///
    /// Panics where [`Pool::get`] does.
    #[track_caller]
    fn pooled() -> Guard<'static, Self> {
        Self::pool().get()
    }
}
