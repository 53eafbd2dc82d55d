//! What reset means: the two traits, and one file per family of types.
//!
//! Nothing in here knows of a pool.

mod aggregates;
mod atomics;
mod bounded;
mod budget;
mod cells;
mod fields;
mod fill;
#[cfg(feature = "std")]
pub(crate) mod fitter;
mod footprint;
mod foreign;
#[cfg(feature = "std")]
mod locks;
mod nodes;
mod recycling_vec;
mod refused;
pub(crate) mod resetter;
mod scalars;
mod sequences;
pub(crate) mod shrinks;
mod strings;
#[cfg(feature = "std")]
mod tables;
#[cfg(feature = "std")]
pub(crate) mod traffic;

pub use bounded::Bounded;
pub(crate) use fields::PoolObject;
pub use fill::Fill;
pub use footprint::Footprint;
pub use recycling_vec::RecyclingVec;

pub(crate) mod private {
    //! What generated code names; reached through `qnpool::__private`.

    pub use super::{Growable, Poolable, UNBOUNDED};

    pub use super::budget::{
        capacity_within, dropped_bytes, limit, retained, retained_within, within_budget,
    };
    pub use super::fields::{
        DefaultedField, DefaultedFields, FreshField, GrowBytesField, GrowField, PoolField,
        PoolFields, PoolObject, UnboundedField, ZeroizeField,
    };
    pub use super::refused::{
        FixedLength, FunctionPointer, Handle, HeldGuard, NoZero, RawPointer, Reset,
        SharedOwnership, UnknownState, UnlimitedGrowth,
    };
    pub use super::resetter::Resetter;
}

/// The value of [`Poolable::MAX_RETAINED_BYTES`] for a type without an upper bound,
/// and the capacity limit that limits nothing.
pub const UNBOUNDED: usize = usize::MAX;

/// The text for a type that has no reset, one for the trait and for the fields.
macro_rules! with_reset_message {
    ($message:literal; $item:item) => {
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "no reset is known for this type",
            note = "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`;\na type of a crate like `bytes` needs qnpool's feature of that name",
            note = "otherwise wrap it in `Option`, which resets to `None`,\nor say what to do: `#[pool(default)]`, `#[pool(value = EXPR)]`,\n`#[pool(with = path)]` or `#[pool(keep = \"reason\")]`",
            note = "closures, trait objects, boxed slices, handles and guards\nhave no cleared state"
        )]
        $item
    };
}
use with_reset_message;

with_reset_message! {
    "`{Self}` cannot be reset in place";

    /// A type whose values can be made pristine again and reused.
    ///
    /// Normally derived, which writes [`reset`](Self::reset) from the field list:
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     #[pool(max_capacity = 4096)]
    ///     body: Vec<u8>,
    ///     sequence: u64,
    /// }
    ///
    /// assert_eq!(Packet::MAX_RETAINED_BYTES, 4096);
    ///
    /// let mut packet = Packet { body: vec![7; 100_000], sequence: 9 };
    /// packet.reset();
    /// assert!(packet.body.is_empty() && packet.sequence == 0);
    /// assert_eq!(packet.body.capacity(), 4096);
    /// ```
    ///
    /// Write it by hand for a type whose pristine state the derive cannot know:
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// struct Checksum(u32);
    ///
    /// impl Poolable for Checksum {
    ///     const MAX_RETAINED_BYTES: usize = 0;
    ///
    ///     fn reset(&mut self) {
    ///         self.0 = u32::MAX; // the start value of CRC-32
    ///     }
    /// }
    /// ```
    ///
    /// The associated constant makes the trait unusable as `dyn Poolable`; that is
    /// intended, since a pool's bound on memory is computed from it.
    ///
    /// A container with spare capacity, such as `Vec<u8>`, is [`Growable`] and never
    /// `Poolable`: wrap it in [`Bounded`], or give it a limit where it is a field.
    pub trait Poolable: Sized {
        /// Upper bound in bytes on the heap memory a value still owns after
        /// [`reset`](Self::reset); [`UNBOUNDED`] where there is none.
        ///
        /// The value itself, `size_of::<Self>()`, is not counted.
        const MAX_RETAINED_BYTES: usize;

        /// Restores the pristine state and keeps reusable allocations within their limits.
        ///
        /// Must leave the same state whatever was done to the value before, and
        /// must own no more than [`MAX_RETAINED_BYTES`](Self::MAX_RETAINED_BYTES)
        /// afterwards. A panic costs the pool this one object.
        ///
        /// Write it, unless the derive does: the default runs what the derive has written. Of
        /// an implementation without either the compiler complains where it is used (and
        /// `cargo check` does not):
        ///
        /// ```compile_fail,E0080
        /// struct Forgetful;
        ///
        /// impl qnpool::Poolable for Forgetful {
        ///     const MAX_RETAINED_BYTES: usize = 0;
        /// }
        ///
        /// # #[cfg(feature = "std")]
        /// drop(qnpool::Pool::with(|| Forgetful).get());
        /// // error: an implementation of `Poolable` has no `reset`
        /// # #[cfg(not(feature = "std"))]
        /// # drop(qnpool::LocalPool::with(|| Forgetful).get());
        /// ```
        #[inline]
        fn reset(&mut self) {
            self.__reset_by(&mut resetter::Whole::default());
        }

        /// True if the object must not be reused, such as a connection that has failed.
        ///
        /// The pool asks on return, before [`reset`](Self::reset), and drops the
        /// object if the answer is true. It asks the parts of an object too, each before its
        /// own reset: fields of a derived type, and what is in a box, a tuple, an array, a cell
        /// or a lock. A `reset` written by hand asks nobody.
        fn should_discard(&self) -> bool {
            false
        }

        /// [`reset`](Self::reset), with a choice of what becomes of the fields that grow.
        #[doc(hidden)]
        #[inline]
        fn __reset_by(&mut self, by: &mut impl resetter::Resetter) {
            by.whole(self);
        }
    }
}

/// A container that keeps spare capacity when it is cleared.
///
/// Its memory has no bound of its own, so it becomes [`Poolable`] only with a
/// limit: `#[pool(max_capacity = N)]` on a field, or [`Bounded`] elsewhere.
///
/// Implement it for a container of your own, so that the derive takes a limit
/// for it:
///
/// ```
/// use qnpool::{Footprint, Growable, Poolable};
///
/// #[derive(Default)]
/// struct Ring {
///     slots: Vec<u64>,
///     head: usize,
/// }
///
/// impl Growable for Ring {
///     const FOOTPRINT: Footprint = Footprint::slots(size_of::<u64>());
///
///     fn reset_within(&mut self, max_capacity: usize) {
///         self.slots.reset_within(max_capacity);
///         self.head = 0;
///     }
/// }
///
/// #[derive(Poolable)]
/// struct Window {
///     #[pool(max_capacity = 64)]
///     ring: Ring,
/// }
///
/// assert_eq!(Window::MAX_RETAINED_BYTES, 512);
/// ```
#[diagnostic::on_unimplemented(
    message = "a capacity limit does not apply to `{Self}`",
    label = "this type has no spare capacity to limit",
    note = "remove the limit",
    note = "a type of your own states its limits in its own definition;\na type of a crate like `bytes` needs qnpool's feature of that name;\nin a tuple, give the part its limit: `Bounded<String, N>`"
)]
pub trait Growable: Sized {
    /// From a capacity to the most bytes it can stand for.
    const FOOTPRINT: Footprint;

    /// Clears the container, then shrinks it if its capacity is over `max_capacity`.
    ///
    /// Capacity within the limit is kept. Elements are dropped.
    fn reset_within(&mut self, max_capacity: usize);

    /// How much of its capacity the container uses now, for a pool that
    /// [fits](crate::PoolBuilder::fit_to_traffic) its objects to what they are used for.
    ///
    /// `None`, which is what it says without a word of yours, leaves it at its limit.
    fn fill(&mut self) -> Option<Fill> {
        None
    }

    /// Whether it is within a cell or a lock that somebody has left borrowed for good.
    #[doc(hidden)]
    #[inline]
    fn __is_stuck(&mut self) -> bool {
        false
    }
}
