//! Adapters with the names and methods of other crates' pools, so that a program migrates to qnpool
//! by its import line.
//!
//! Each adapter wraps a [`Pool`](crate::Pool), which its method `inner` returns. So objects are
//! reset when they are returned, the number of idle objects is limited, and a panic costs only the
//! object concerned. There is no adapter for a pool that returns its objects unchanged or finds
//! them by a key, such as those of regex-automata and sharded-slab.
//!
//! The adapters are for the migration, not for permanent use: each costs more than the pool that it
//! wraps, and sets no pool name. [Migrating](crate::docs::migrating) maps every call, with and
//! without an adapter.

pub mod lockfree_object_pool;
pub mod object_pool;

/// The type of an adapter's constructor.
pub type Init<P> = Box<dyn Fn() -> P + Send + Sync>;

/// Implements `Deref`, `DerefMut` and `Debug` for the guard of an adapter. Its field `guard`
/// dereferences to the holder of the object, which has the associated functions `lent` and
/// `lent_mut`.
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
