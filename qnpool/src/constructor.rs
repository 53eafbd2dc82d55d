//! How a pool creates its objects.

use alloc::boxed::Box;
use core::fmt;

/// A constructor of pooled objects: any `Fn() -> T`, or a [`Boxed`] `Fn() -> Box<T>`.
///
/// Use it as a bound in code that is generic over the constructor of a pool. It cannot be
/// implemented: `with` and `with_boxed` take the function itself.
///
/// ```
/// use qnpool::{Bounded, Constructor, LocalPool};
///
/// type Line = Bounded<String, 80>;
///
/// fn greet(lines: &LocalPool<Line, impl Constructor<Line>>) -> usize {
///     let mut line = lines.get();
///     line.push_str("hello");
///     line.len()
/// }
///
/// assert_eq!(greet(&LocalPool::new()), 5);
/// assert_eq!(greet(&LocalPool::with_boxed(Box::default)), 5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make objects of type `{T}`",
    label = "this pool cannot make new objects",
    note = "a pool's constructor is an `Fn() -> {T}`,\nor an `Fn() -> Box<{T}>` given to `with_boxed`",
    note = "for a type parameter, add the bound `qnpool::Constructor<{T}>`"
)]
pub trait Constructor<T>: sealed::Sealed<T> {
    /// Creates an object, in the box in which the pool keeps it.
    ///
    /// # Panics
    ///
    /// Panics if the function does.
    fn construct(&self) -> Box<T>;
}

impl<T, F: Fn() -> T> Constructor<T> for F {
    #[inline]
    fn construct(&self) -> Box<T> {
        Box::new(self())
    }
}

/// A constructor that returns its objects in a box.
///
/// Created by `with_boxed` and `create_boxed`.
///
/// It appears in the type of such a pool, as in `LocalPool<Frame, Boxed<fn() -> Box<Frame>>>`. The
/// type of a closure alone does not distinguish the two kinds of constructor.
#[derive(Clone, Copy)]
pub struct Boxed<F>(F);

impl<F> Boxed<F> {
    pub(crate) const fn new(create: F) -> Self {
        Self(create)
    }
}

impl<T, F: Fn() -> Box<T>> Constructor<T> for Boxed<F> {
    #[inline]
    fn construct(&self) -> Box<T> {
        self.0()
    }
}

impl<F> fmt::Debug for Boxed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Boxed").finish_non_exhaustive()
    }
}

mod sealed {
    use super::{Box, Boxed};

    pub trait Sealed<T> {}

    impl<T, F: Fn() -> T> Sealed<T> for F {}

    impl<T, F: Fn() -> Box<T>> Sealed<T> for Boxed<F> {}
}
