//! Pools with the names and methods of other crates' pools, so that a program moves to
//! qnpool by its import line.
//!
//! What an adapter lends is reset on its way back, at most so many objects wait, and a
//! panic costs the object concerned: as in [`Pool`](crate::Pool), which does the work and
//! is reached by each adapter's `inner`. So there is none where the other pool's point is
//! that objects come back as they are, nor where it finds them by a key: those of
//! regex-automata and sharded-slab.
//!
//! They are for moving, not for staying. An adapter costs more than the pool itself, and
//! does not name it. What becomes of each call, with and without an adapter, is in
//! [the page on moving](crate::migration).

pub mod lockfree_object_pool;
pub mod object_pool;

/// The constructor of an adapter's pool.
pub type Init<P> = Box<dyn Fn() -> P + Send + Sync>;

/// For a guard of an adapter, whose field `guard` derefs to what holds the object: that
/// has the associated functions `lent` and `lent_mut`.
macro_rules! lend_through {
    ([$($parameter:tt)*] $guard:ty => $object:ty, $holder:ident $(<$of:ident>)?) => {
        impl<$($parameter)*> ::std::ops::Deref for $guard {
            type Target = $object;

            #[inline]
            fn deref(&self) -> &$object {
                $holder$(::<$of>)?::lent(&self.guard)
            }
        }

        impl<$($parameter)*> ::std::ops::DerefMut for $guard {
            #[inline]
            fn deref_mut(&mut self) -> &mut $object {
                $holder$(::<$of>)?::lent_mut(&mut self.guard)
            }
        }

        impl<$($parameter)*> ::std::fmt::Debug for $guard
        where
            $object: ::std::fmt::Debug,
        {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}
use lend_through;
