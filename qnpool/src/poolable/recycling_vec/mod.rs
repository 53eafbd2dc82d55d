//! A vector that keeps its elements for reuse where a `Vec` drops them.
//!
//! One `Vec` has both kinds of elements: the live ones in front, and behind them the spare
//! ones, each of which has been reset. So a slice of the live ones costs nothing, the
//! element of an index stays where its memory is, and no `unsafe` is needed. protobuf keeps
//! its repeated fields the same way in C++ (`RepeatedPtrField`, whose `Add` gives out a
//! cleared object), and prost is asked for it since 2017 (tokio-rs/prost#29).
//!
//! - An element is reset when it becomes spare, not when it is given out: what it refers to
//!   is let go at once, as in the pool itself.
//! - From the last to the first, and each counts as live until its reset has returned. If
//!   that panics, no spare element is dirty, and nothing is dropped while unwinding.
//! - A ready value that is pushed moves the first spare element to the end while the buffer
//!   has room, and takes its place where it has not: or a loop of `push` and `clear` would
//!   grow for ever. This is protobuf's rule as well.
//! - A method with the name of one of `Vec`'s has its signature. Where that gives an element
//!   away, as `pop` does, its memory goes with it.
//!
//! The name: to recycle is the word of those who reset a value and keep its memory (thingbuf,
//! naga, Netty). `ReusingVec` and `ReusableVec` are crates, which leave the reset to the
//! user or keep what the largest use needed. "Parked" would have been the vector, and it
//! is not.
//!
//! Rejected: the same for the values of a map. Between two uses a value has no key, so it
//! would have to leave the table: twice moved, in a second list with a limit of its own, while
//! the keys, mostly strings, are allocated anew all the same. A `HashMap` of positions beside
//! a `RecyclingVec` does better, and the documentation shows it.

mod forward;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "zeroize")]
mod wipe;

use alloc::vec::Vec;

use super::fill::fill_by_len;
use super::walk::{Walk, reset_unless_unfit};
use super::{Footprint, Growable, PoolObject, ResetOutcome};

/// A vector that resets its elements and keeps them, with all the memory they own, where a
/// [`Vec`] would drop them.
///
/// A pooled `Vec<Row>` whose rows have vectors or strings of their own saves one allocation,
/// its own: `clear` drops the rows. Here `clear`, [`truncate`](Self::truncate) and
/// [`retain`](Self::retain) reset what they remove and make it *spare*, and
/// [`push_recycled`](Self::push_recycled) gives a spare element out again. It dereferences to
/// a slice of the live elements; nobody sees the spare ones.
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
/// There are two. `#[pool(max_capacity = N)]` is how many elements a reset keeps, live and spare
/// together; what each may keep is its own constant, set by the limits in its own definition,
/// or by [`Bounded`](super::Bounded). A reset vector owns at most
/// `N × (size_of::<T>() + T::MAX_RETAINED_BYTES)` bytes; a row of 16 cells of 64 bytes makes that
/// 1.4 MB for a thousand rows. Limits hold at a reset; meanwhile it grows as it likes.
///
/// # Cost
///
/// An element is reset when it becomes spare, which is as much as a pool does for an object.
/// `push_recycled` is a comparison, where there is a spare element.
///
/// # When not to use it
///
/// - For elements that own no memory: a `Vec<u64>` loses nothing by `clear`.
/// - Where elements are given away by value, to another thread or a queue: their memory
///   leaves with them. Pool the elements instead, and keep guards.
/// - Where few uses are as large as the largest: every spare element keeps what its limit
///   allows. Set a low limit of elements.
///
/// # Values of a map
///
/// Keep them in a `RecyclingVec`, and in the map where they are:
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
    /// The live elements, and behind them the spare ones, which are reset.
    elements: Vec<T>,
    /// How many are live.
    live: usize,
}

impl<T> RecyclingVec<T> {
    /// An empty vector, which owns nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            elements: Vec::new(),
            live: 0,
        }
    }

    /// An empty vector with room for that many elements. The elements themselves are made
    /// when they are pushed.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Vec::with_capacity(capacity).into()
    }

    /// How many elements there is room for, live and spare together, without another buffer.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.elements.capacity()
    }

    /// How many elements wait for reuse. They are not part of `len`.
    #[must_use]
    pub fn spare_len(&self) -> usize {
        self.elements.len() - self.live
    }

    /// The live elements.
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        &self.elements[..self.live]
    }

    /// The live elements, to be changed.
    #[must_use]
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.elements[..self.live]
    }

    /// Appends a ready value.
    ///
    /// What it owns comes from elsewhere; [`push_recycled`](Self::push_recycled) spares that.
    /// A spare element is kept for later while there is room in the buffer, and dropped in
    /// favour of the value where there is not.
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

    /// Takes the last element out, with all that it owns. To keep its memory, [`truncate`](Self::truncate).
    #[must_use = "the element leaves with its memory; `truncate` keeps it"]
    pub fn pop(&mut self) -> Option<T> {
        let last = self.live.checked_sub(1)?;
        self.live = last;
        // The last spare element takes its place.
        Some(self.elements.swap_remove(last))
    }

    /// Takes an element out, with all that it owns, and moves all behind it forward by one.
    /// To keep its memory, [`recycle`](Self::recycle).
    ///
    /// # Panics
    ///
    /// If `index` is not below the length.
    #[must_use = "the element leaves with its memory; `recycle` keeps it"]
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        self.move_to_end(index);
        self.live -= 1;
        self.elements.swap_remove(self.live)
    }

    /// Makes room for that many more elements.
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

// The bounds are on the methods: one that does not hold is then explained in the words of
// `PoolObject`, where the compiler would only say that the method does not exist.
impl<T> RecyclingVec<T> {
    /// Appends a spare element, or a new one where there is none, and lends it.
    ///
    /// Either is as after a reset: a new element is reset as well.
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

    /// The same for elements without a default value: `make` is called where there is no
    /// spare element.
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
    /// An element that [should be discarded](crate::Poolable::should_discard) is dropped instead. If
    /// the reset of an element panics, this one and those before it stay live.
    #[inline]
    pub fn clear(&mut self)
    where
        T: PoolObject,
    {
        self.truncate(0);
    }

    /// Resets the elements from `len` on and makes them spare, as [`clear`](Self::clear) does.
    #[inline]
    pub fn truncate(&mut self, len: usize)
    where
        T: PoolObject,
    {
        self.reset_from(len);
    }

    /// As `truncate`; says how many allocations of elements were shrunk.
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

    /// Keeps the elements for which `keep` is true, in their order; resets the others and
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

    /// Resets one element, makes it spare, and moves all behind it forward by one.
    ///
    /// # Panics
    ///
    /// If `index` is not below the length.
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

    /// All elements are reset, those over the limit too: a reset may wipe them.
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

    // Elements in use; the spare ones are what a pool may cut.
    fill_by_len!(T);
}
