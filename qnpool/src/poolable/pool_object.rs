//! The bound on the objects of a pool.

use super::{Poolable, with_reset_message};

with_reset_message! {
    "`{Self}` cannot be pooled: it has no reset",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`",
    "for any other type, such as a reference or a closure, use `Option`,\nor write a struct around it and implement `Poolable`";
    /// The objects of a pool, or the elements of a [`RecyclingVec`](crate::RecyclingVec), are not
    /// [`Poolable`].
    ///
    /// Every `Poolable` type is a `PoolObject`, and no other type is. The trait exists so that a
    /// compile error about a type names only the reason.
    ///
    /// ```compile_fail
    /// use qnpool::LocalPool;
    ///
    /// #[derive(Default)]
    /// struct Packet;
    ///
    /// // error: `Packet` cannot be pooled: it has no reset
    /// let packets: LocalPool<Packet> = LocalPool::new();
    /// ```
    ///
    /// ```
    /// use qnpool::{LocalPool, Poolable};
    ///
    /// #[derive(Default, Poolable)]
    /// struct Packet;
    ///
    /// let packets: LocalPool<Packet> = LocalPool::new();
    ///
    /// /// Wraps a type of another crate.
    /// struct Parser(std::ops::ControlFlow<u32>);
    ///
    /// impl Poolable for Parser {
    ///     const MAX_RETAINED_BYTES: usize = 0;
    ///
    ///     fn reset(&mut self) {
    ///         self.0 = std::ops::ControlFlow::Continue(());
    ///     }
    /// }
    ///
    /// let parsers = LocalPool::with(|| Parser(std::ops::ControlFlow::Continue(())));
    /// ```
    pub trait PoolObject: Poolable {}
}

impl<T: Poolable> PoolObject for T {}
