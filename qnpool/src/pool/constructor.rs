//! How a pool's objects are made.

/// What makes objects: any `Fn() -> T`, or a [`Boxed`] one.
///
/// Sealed by its construction: there is nothing else to implement it for.
pub trait Constructor<T> {
    /// A new object, not yet reset.
    #[doc(hidden)]
    fn construct(&self) -> Box<T>;
}

impl<T, F: Fn() -> T> Constructor<T> for F {
    fn construct(&self) -> Box<T> {
        Box::new(self())
    }
}

/// A constructor that makes its objects in their box.
///
/// Only named in types: [`Pool::with_boxed`](crate::Pool::with_boxed) gives a
/// `Pool<T, Boxed<F>>`.
#[derive(Clone, Copy, Debug)]
pub struct Boxed<F>(F);

impl<F> Boxed<F> {
    pub(super) const fn new(construct: F) -> Self {
        Self(construct)
    }
}

impl<T, F: Fn() -> Box<T>> Constructor<T> for Boxed<F> {
    fn construct(&self) -> Box<T> {
        (self.0)()
    }
}
