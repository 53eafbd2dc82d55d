//! The traits `Poolable` and `Growable`, and their implementations, one file per family of types.
//!
//! This module does not depend on the pools.

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
    //! The items that generated code uses, by the path `qnpool::__private`.

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

/// The value of [`Poolable::MAX_RETAINED_BYTES`] for a type without a limit, and the capacity limit
/// that allows any size.
pub const UNBOUNDED: usize = usize::MAX;

/// The message for a type that cannot be reset, shared by two traits. For a type that is part of
/// another type, as in `Box<dyn Fn()>`, the compiler prints the message of `Poolable` with the
/// part's name; for the type of a field, it prints that of the field.
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

    /// A type whose values can be reset to a pristine state and reused.
    ///
    /// Usually derived. The derive writes [`reset`](Self::reset) from the list of fields:
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
    /// Implement it by hand if the derive cannot know the pristine state:
    ///
    /// ```
    /// use qnpool::{Pool, Poolable};
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
    ///
    /// let checksums = Pool::with(|| Checksum(0));
    /// assert_eq!(checksums.get().0, u32::MAX); // new objects are reset too
    /// ```
    ///
    /// A container with spare capacity, such as `Vec<u8>`, is [`Growable`] and never `Poolable`:
    /// set a limit on the field, or wrap it in [`Bounded`].
    ///
    /// The trait is not dyn compatible, because of its associated constant. This is intended: a
    /// pool computes its memory limit from the constant.
    pub trait Poolable: Sized {
        /// The maximum number of heap bytes that a value owns after [`reset`](Self::reset);
        /// [`UNBOUNDED`] if there is no limit.
        ///
        /// The value itself, `size_of::<Self>()`, is not counted.
        const MAX_RETAINED_BYTES: usize;

        /// Restores the pristine state, and keeps reusable allocations within their limits.
        ///
        /// It must produce the same state whatever was done to the value before, and must leave at
        /// most [`MAX_RETAINED_BYTES`](Self::MAX_RETAINED_BYTES) of heap memory. If it panics, the
        /// pool drops this object.
        ///
        /// A derived `reset` counts the allocations that it shrinks, for
        /// [`Stats::shrinks`](crate::Stats::shrinks). A `reset` that is written by hand counts
        /// none, also if it calls the `reset` of a part.
        fn reset(&mut self);

        /// Returns true if the object must not be reused, such as a connection that has failed; the
        /// default is false.
        ///
        /// When an object is returned, the pool calls this before [`reset`](Self::reset), and drops
        /// the object if the result is true. The pool also asks the parts of an object, each before
        /// its own reset: fields of a derived type, and values in a box, a tuple, an array, a cell
        /// or a lock. It does not ask parts that a `reset` written by hand resets.
        fn should_discard(&self) -> bool {
            false
        }

        /// The limits that the derive has computed, each one once.
        #[doc(hidden)]
        const __QNPOOL_LIMITS: &'static [budget::FieldLimit] = &[];

        /// Resets each field through `walk`. Written by the derive; other types call `reset`.
        #[doc(hidden)]
        #[inline]
        fn __qnpool_walk(&mut self, _walk: &mut walk::Walk<'_>) {
            self.reset();
        }
    }
}

/// A container that keeps spare capacity when it is cleared.
///
/// Its memory has no built-in limit, so it becomes [`Poolable`] only with one:
/// `#[pool(max_capacity = N)]` on a field, or [`Bounded`] elsewhere.
///
/// Implement it for your own container, so that the derive accepts a limit for it:
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
    /// How many heap bytes the container may own at a given capacity.
    const FOOTPRINT: Footprint;

    /// Clears the container, then shrinks it if its capacity is over `max_capacity`.
    ///
    /// Drops all elements, and keeps a capacity within the limit. Returns whether it shrank an
    /// allocation, which a pool counts.
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome;

    /// Returns how much of its capacity the container uses.
    ///
    /// A pool that [fits](crate::PoolBuilder::fit_to_traffic) its objects to their traffic calls it
    /// before a reset. The default is `None`: the pool then keeps what the limit allows.
    fn fill(&mut self) -> Option<Fill> {
        None
    }
}
