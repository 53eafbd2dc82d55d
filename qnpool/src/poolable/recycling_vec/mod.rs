//! A vector that keeps its elements for reuse, where a `Vec` drops them.
//!
//! One `Vec` has both kinds of elements: first the live ones, and behind them the spare ones, each
//! of which has been reset. So a slice of the live elements costs nothing, the memory of an element
//! stays at its index, and no `unsafe` is needed. protobuf keeps its repeated fields in the same
//! way in C++ (`RepeatedPtrField`, whose `Add` returns a cleared object), and users have asked
//! prost for it since 2017 (tokio-rs/prost#29).
//!
//! - An element is reset when it becomes spare, not when it is used again: the values that it
//!   refers to are released at once, as in a pool.
//! - Elements are reset from the last to the first, and each counts as live until its reset has
//!   returned. If a reset panics, no spare element is dirty, and nothing is dropped while
//!   unwinding.
//! - `push` moves the first spare element to the end while the buffer has room, and replaces it
//!   otherwise: a loop of `push` and `clear` would grow without limit if it never did. protobuf has
//!   the same rule.
//! - A method with the name of one of `Vec`'s has its signature. If it returns an element, as `pop`
//!   does, the element takes its memory with it.
//!
//! The name: thingbuf, naga and Netty also say "recycle" for a reset that keeps memory. Crates
//! named `ReusingVec` and `ReusableVec` exist; they leave the reset to the user, or keep the memory
//! of the largest use. "Parked" would describe the vector, which is in use.
//!
//! Rejected: the same for the values of a map. Between two uses a value has no key, so it would
//! have to leave the table: two moves, and a second list with its own limit, while the keys, mostly
//! strings, are allocated again anyway. A `HashMap` of positions with a `RecyclingVec` does better;
//! the documentation shows it.

mod forward;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "zeroize")]
mod wipe;

use alloc::vec::Vec;

use super::fill::fill_by_len;
use super::walk::{Walk, reset_unless_unfit};
use super::{Footprint, Growable, PoolObject, ResetOutcome};

/// A vector that resets its elements and keeps them with their memory, where a [`Vec`] drops them.
///
/// In a pooled `Vec<Row>` whose rows own vectors or strings, pooling saves only the allocation of
/// the outer vector: `clear` drops the rows. In a `RecyclingVec`, `clear`,
/// [`truncate`](Self::truncate) and [`retain`](Self::retain) reset the elements that they remove
/// and keep them as *spare* elements. [`push_recycled`](Self::push_recycled) appends a spare
/// element again. The vector dereferences to a slice of the live elements; the spare ones are not
/// visible.
///
/// ```
/// use qnpool::{Bounded, Pool, Poolable, RecyclingVec};
///
/// #[derive(Default, Poolable)]
/// struct Batch {
///     #[pool(max_capacity = 1000)] // rows
///     rows: RecyclingVec<Row>,
/// }
///
/// #[derive(Default, Poolable)]
/// struct Row {
///     #[pool(max_capacity = 16)] // cells of a row
///     cells: RecyclingVec<Bounded<String, 64>>, // bytes of a cell
/// }
///
/// static BATCHES: Pool<Batch> = Pool::new();
///
/// // From the second batch on, nothing is allocated.
/// for _ in 0..3 {
///     let mut batch = BATCHES.get();
///     for line in ["1,one", "2,two"] {
///         let row = batch.rows.push_recycled();
///         for cell in line.split(',') {
///             row.cells.push_recycled().push_str(cell);
///         }
///     }
///     assert_eq!(batch.rows.len(), 2);
///     assert_eq!(*batch.rows[1].cells[1], "two");
/// }
/// ```
///
/// # Limits
///
/// There are two. `#[pool(max_capacity = N)]` is the number of elements that a reset keeps, live
/// and spare together. The memory that each element keeps is limited by its own type: by the limits
/// in its definition, or by [`Bounded`](super::Bounded). After a reset the vector owns at most
/// `N × (size_of::<T>() + T::MAX_RETAINED_BYTES)` bytes; for a thousand rows of 16 cells of 64
/// bytes, that is 1.4 MB. Limits apply at a reset; until then the vector may grow beyond them.
///
/// # Cost
///
/// An element is reset when it becomes spare, which costs the same as the reset of a pooled object.
/// If there is a spare element, `push_recycled` costs a comparison.
///
/// # When not to use it
///
/// - For elements that own no memory: a `Vec<u64>` loses nothing by `clear`.
/// - For elements that are passed on by value, to another thread or a queue: their memory leaves
///   with them. Pool the elements instead, and pass on guards.
/// - If few uses are as large as the largest: every spare element keeps as much as its limit
///   allows. Set a low limit on the number of elements.
///
/// # Values of a map
///
/// Keep the values in a `RecyclingVec`, and their positions in the map:
///
/// ```
/// use std::collections::HashMap;
///
/// use qnpool::{Bounded, Poolable, RecyclingVec};
///
/// #[derive(Default, Poolable)]
/// #[pool(max_capacity = 1000)]
/// struct Groups {
///     positions: HashMap<u64, usize>,
///     members: RecyclingVec<Bounded<Vec<u64>, 100>>,
/// }
///
/// impl Groups {
///     fn of(&mut self, key: u64) -> &mut Vec<u64> {
///         let next = self.members.len();
///         let position = *self.positions.entry(key).or_insert(next);
///         if position == next {
///             self.members.push_recycled();
///         }
///         &mut self.members[position]
///     }
/// }
///
/// let mut groups = Groups::default();
/// groups.of(7).push(1);
/// groups.of(7).push(2);
/// assert_eq!(*groups.of(7), [1, 2]);
/// ```
pub struct RecyclingVec<T> {
    /// The live elements, followed by the spare ones, which have been reset.
    elements: Vec<T>,
    /// The number of live elements.
    live: usize,
}

impl<T> RecyclingVec<T> {
    /// Creates an empty vector, which does not allocate.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            elements: Vec::new(),
            live: 0,
        }
    }

    /// Creates an empty vector with room for `capacity` elements.
    ///
    /// The elements themselves are created when they are pushed.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Vec::with_capacity(capacity).into()
    }

    /// Returns the number of elements, live and spare together, that fit without another
    /// allocation.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.elements.capacity()
    }

    /// Returns the number of spare elements, which `len` does not count.
    #[must_use]
    pub fn spare_len(&self) -> usize {
        self.elements.len() - self.live
    }

    /// Returns a slice of the live elements.
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        &self.elements[..self.live]
    }

    /// Returns a mutable slice of the live elements.
    #[must_use]
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.elements[..self.live]
    }

    /// Appends a value that was created elsewhere.
    ///
    /// Its memory comes from elsewhere too; [`push_recycled`](Self::push_recycled) reuses a spare
    /// element instead. If the buffer has room, a spare element is kept for later, otherwise the
    /// value replaces it.
    pub fn push(&mut self, value: T) {
        let has_room = self.elements.len() < self.elements.capacity();
        match self.elements.get_mut(self.live) {
            Some(spare) if !has_room => {
                let spare = core::mem::replace(spare, value);
                self.live += 1;
                drop(spare);
            }
            _ => {
                self.elements.push(value);
                let last = self.elements.len() - 1;
                self.elements.swap(self.live, last);
                self.live += 1;
            }
        }
    }

    /// Removes the last live element and returns it, with its memory; [`truncate`](Self::truncate)
    /// keeps the memory.
    #[must_use = "the element leaves with its memory; `truncate` keeps it"]
    pub fn pop(&mut self) -> Option<T> {
        let last = self.live.checked_sub(1)?;
        self.live = last;
        // The last spare element moves to its place.
        Some(self.elements.swap_remove(last))
    }

    /// Removes the element at `index` and returns it, with its memory; [`recycle`](Self::recycle)
    /// keeps the memory.
    ///
    /// Moves all live elements behind it forward by one.
    ///
    /// # Panics
    ///
    /// Panics if `index` is not below the length.
    #[must_use = "the element leaves with its memory; `recycle` keeps it"]
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        self.move_to_end(index);
        self.live -= 1;
        self.elements.swap_remove(self.live)
    }

    /// Reserves room for at least `additional` more live elements, spare ones included.
    pub fn reserve(&mut self, additional: usize) {
        self.elements
            .reserve(additional.saturating_sub(self.spare_len()));
    }

    /// Drops the spare elements over a capacity of `min_capacity`, and shrinks the buffer.
    pub fn shrink_to(&mut self, min_capacity: usize) {
        self.elements.truncate(self.live.max(min_capacity));
        self.elements.shrink_to(min_capacity);
    }

    #[track_caller]
    fn move_to_end(&mut self, index: usize) {
        let len = self.live;
        assert!(index < len, "index {index} is not below the length {len}");
        self.elements[index..len].rotate_left(1);
    }
}

// The bounds are on the methods, not on the `impl`: a bound that does not hold is then explained by
// the message of `PoolObject`, instead of "method not found".
impl<T> RecyclingVec<T> {
    /// Appends a spare element, or a new one if there is none, and returns a reference to it.
    ///
    /// Both are in the state after a reset: a new element is reset as well.
    ///
    /// ```
    /// use qnpool::{Bounded, RecyclingVec};
    ///
    /// let mut lines = RecyclingVec::<Bounded<String, 80>>::new();
    /// lines.push_recycled().push_str("first");
    /// lines.clear();
    /// assert_eq!(lines.spare_len(), 1);
    /// let line = lines.push_recycled();
    /// assert!(line.is_empty() && line.capacity() >= 5);
    /// ```
    #[inline]
    pub fn push_recycled(&mut self) -> &mut T
    where
        T: PoolObject + Default,
    {
        self.push_recycled_with(T::default)
    }

    /// Appends a spare element, or one that `make` creates if there is none, and returns a
    /// reference to it.
    ///
    /// Use it for elements without `Default`. Otherwise like
    /// [`push_recycled`](Self::push_recycled).
    #[inline]
    pub fn push_recycled_with(&mut self, make: impl FnOnce() -> T) -> &mut T
    where
        T: PoolObject,
    {
        let index = self.live;
        if index == self.elements.len() {
            let mut element = make();
            element.reset();
            self.elements.push(element);
        }
        self.live = index + 1;
        &mut self.elements[index]
    }

    /// Resets all elements and makes them spare.
    ///
    /// An element that [should be discarded](crate::Poolable::should_discard) is dropped instead.
    ///
    /// # Panics
    ///
    /// Panics if the reset of an element panics; this element and those before it remain live.
    #[inline]
    pub fn clear(&mut self)
    where
        T: PoolObject,
    {
        self.truncate(0);
    }

    /// Resets the elements from index `len` on and makes them spare, as [`clear`](Self::clear)
    /// does.
    #[inline]
    pub fn truncate(&mut self, len: usize)
    where
        T: PoolObject,
    {
        self.reset_from(len);
    }

    /// Like `truncate`; returns how many allocations of elements were shrunk.
    #[inline]
    fn reset_from(&mut self, len: usize) -> u32
    where
        T: PoolObject,
    {
        let mut shrinks: u32 = 0;
        while self.live > len {
            let last = self.live - 1;
            let mut walk = Walk::default();
            reset_unless_unfit(&mut self.elements[last], &mut walk);
            let outcome = walk.outcome();
            shrinks = shrinks.saturating_add(outcome.shrinks());
            self.live = last;
            if outcome.is_unfit() {
                drop(self.elements.swap_remove(last));
            }
        }
        shrinks
    }

    /// Keeps the elements for which `keep` returns true, in their order, and resets the others and
    /// makes them spare.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool)
    where
        T: PoolObject,
    {
        let mut kept = 0;
        for index in 0..self.live {
            if keep(&self.elements[index]) {
                self.elements.swap(kept, index);
                kept += 1;
            }
        }
        self.truncate(kept);
    }

    /// Resets the element at `index` and makes it spare.
    ///
    /// Moves all live elements behind it forward by one.
    ///
    /// # Panics
    ///
    /// Panics if `index` is not below the length.
    #[track_caller]
    pub fn recycle(&mut self, index: usize)
    where
        T: PoolObject,
    {
        self.move_to_end(index);
        self.truncate(self.live - 1);
    }
}

impl<T: PoolObject> Growable for RecyclingVec<T> {
    const FOOTPRINT: Footprint =
        Footprint::slots(size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES));

    /// Resets all elements, also those over the limit, since a reset may wipe them.
    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        let elements = ResetOutcome::with_shrinks(self.reset_from(0));
        if self.elements.capacity() <= max_capacity {
            return elements;
        }
        self.shrink_to(max_capacity);
        // Elements of size zero report a capacity of `usize::MAX` and own nothing.
        elements.and(ResetOutcome::shrunk_if(size_of::<T>() != 0))
    }

    // Counts the live elements; a pool may drop the spare ones.
    fill_by_len!(T);
}
