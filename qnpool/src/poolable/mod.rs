//! What reset means: the two traits, and one file per family of types.
//!
//! Nothing in here knows of a pool.

mod aggregates;
mod atomics;
mod bounded;
mod budget;
mod cells;
pub(crate) mod fields;
mod fill;
mod footprint;
mod foreign;
#[cfg(feature = "std")]
pub(crate) mod inspection;
pub(crate) mod limited;
#[cfg(feature = "std")]
mod locks;
mod nodes;
mod outcome;
pub(crate) mod pool_object;
pub(crate) mod reasons;
mod recycling_vec;
pub(crate) mod refused;
#[cfg(feature = "zeroize")]
#[expect(unsafe_code, reason = "memory of a value is overwritten")]
mod replace_wiped;
pub(crate) mod rules;
mod scalars;
mod sequences;
#[cfg(feature = "std")]
mod shrinker;
pub(crate) mod slot;
mod strings;
#[cfg(feature = "std")]
mod tables;
#[cfg(feature = "std")]
pub(crate) mod traffic;
pub(crate) mod walk;

pub use bounded::Bounded;
pub use fill::Fill;
pub use footprint::Footprint;
pub use outcome::ResetOutcome;
pub(crate) use pool_object::PoolObject;
pub use recycling_vec::RecyclingVec;

pub(crate) mod private {
    //! What generated code names; reached through `qnpool::__private`.

    pub use super::{Growable, Poolable, UNBOUNDED};

    pub use super::budget::{
        FieldLimit, apart, dropped_bytes, limit, limit_of, retained, retained_within, stated,
        within_budget,
    };
    pub use super::fields::{Field, FieldWithinLimit};
    pub use super::limited::{MaxBytes, MaxCapacity, Unbounded};
    pub use super::pool_object::PoolObject;
    #[cfg(feature = "zeroize")]
    pub use super::replace_wiped::replace_wiped;
    pub use super::rules::{Each, Fresh, Global, Limit, Wipe};
    pub use super::slot::{EachSlot, FreshInVariant, Slots, Variant, WipedSlot};
    pub use super::walk::{Walk, reset};
}

/// The value of [`Poolable::MAX_RETAINED_BYTES`] for a type without an upper bound,
/// and the capacity limit that limits nothing.
pub const UNBOUNDED: usize = usize::MAX;

/// The text for a type that has no reset. Two traits share it: where a type is a part of another
/// one, as in `Box<dyn Fn()>`, the compiler prints that of `Poolable` with the part's name, and
/// where it is the type of a field, that of the field.
macro_rules! with_reset_message {
    ($message:literal, $first:literal, $second:literal; $item:item) => {
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "no reset is known for this type",
            note = $first,
            note = $second,
            note = "a container that implements `Growable` needs a limit:\n`#[pool(max_capacity = N)]` on a field, elsewhere `Bounded`",
            note = "another crate's type may need the qnpool feature of that name"
        )]
        $item
    };
}
use with_reset_message;

with_reset_message! {
    "`{Self}` cannot be reset in place",
    "closures, trait objects and handles have no cleared state:\nuse `Option`, which resets to `None`, or `#[pool(keep = \"reason\")]`",
    "for a type of your own, add `#[derive(Poolable)]` to its definition;\nfor a type parameter, add the bound `Poolable`";

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
        /// The derive counts the allocations that it shrinks, for
        /// [`Stats::shrinks`](crate::Stats::shrinks). A `reset` written by hand reports none, also
        /// where it calls that of a part.
        fn reset(&mut self);

        /// True if the object must not be reused, such as a connection that has failed.
        ///
        /// The pool asks on return, before [`reset`](Self::reset), and drops the
        /// object if the answer is true. It asks the parts of an object too, each before its
        /// own reset: fields of a derived type, and what is in a box, a tuple, an array, a cell
        /// or a lock. A `reset` written by hand asks nobody.
        fn should_discard(&self) -> bool {
            false
        }

        /// The limits that the derive has computed, each once.
        #[doc(hidden)]
        const __QNPOOL_LIMITS: &'static [budget::FieldLimit] = &[];

        /// Resets each field by way of `by`. What the derive writes; for other types, `reset`.
        #[doc(hidden)]
        #[inline]
        fn __qnpool_walk(&mut self, _walk: &mut walk::Walk<'_>) {
            self.reset();
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
/// use qnpool::{Footprint, Growable, Poolable, ResetOutcome};
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
///     fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
///         self.head = 0;
///         self.slots.reset_within(max_capacity)
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
    label = "qnpool does not know how to shrink this type",
    note = "a type of a fixed size, such as a number or an array of numbers,\nneeds no limit: remove it",
    note = "another crate's type may need the qnpool feature of that name"
)]
pub trait Growable: Sized {
    /// From a capacity to the most bytes it can stand for.
    const FOOTPRINT: Footprint;

    /// Clears the container, then shrinks it if its capacity is over `max_capacity`.
    ///
    /// Capacity within the limit is kept. Elements are dropped. Returns whether the
    /// allocation was over the limit, which a pool counts.
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome;

    /// How much of its capacity the container uses now, for a pool that
    /// [fits](crate::PoolBuilder::fit_to_traffic) its objects to what they are used for.
    ///
    /// The default is `None`: the container keeps what its limit allows.
    fn fill(&mut self) -> Option<Fill> {
        None
    }
}
