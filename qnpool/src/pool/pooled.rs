//! Types that have a pool of their own.

use super::{Guard, Pool};
use crate::poolable::PoolObject;

/// A type with a static pool of its own, made by `#[pool(global)]`.
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
/// A library should rather take a pool than have one: two users of one global
/// pool share its bound.
pub trait Pooled: PoolObject + 'static {
    /// The pool.
    fn pool() -> &'static Pool<Self>;

    /// An object from the pool: [`Pool::get`].
    #[track_caller]
    fn pooled() -> Guard<'static, Self> {
        Self::pool().get()
    }
}
