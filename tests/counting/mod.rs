//! An allocator that counts what each thread owns, and what follows from it: the
//! bound of a type held against what its values really own.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use proptest::prelude::*;
use qnpool::Growable;

struct Counting;

thread_local! {
    static OWNED: Cell<isize> = const { Cell::new(0) };
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count_allocation() {
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

fn count(bytes: isize) {
    // During the teardown of a thread there is nothing left to measure.
    let _ = OWNED.try_with(|owned| owned.set(owned.get() + bytes));
}

// SAFETY: every call goes to `System` unchanged, and what is counted beside it
// allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        count_allocation();
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size.cast_signed() - layout.size().cast_signed());
        count_allocation();
        // SAFETY: as in `dealloc`, and `new_size` is not zero by the caller's promise.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `code` allocates or reallocates on this thread.
pub fn allocations(code: impl FnOnce()) -> usize {
    let before = allocations_of_this_thread();
    code();
    allocations_of_this_thread() - before
}

/// How often the calling thread has allocated or reallocated.
pub fn allocations_of_this_thread() -> usize {
    ALLOCATIONS.get()
}

/// What the calling thread has allocated, less what it has freed.
pub fn owned_by_this_thread() -> isize {
    OWNED.get()
}

/// What `make` leaves owned on this thread, after `then`.
pub fn owned_after<T, R>(make: impl FnOnce() -> T, then: impl FnOnce(&mut T) -> R) -> usize {
    let before = OWNED.get();
    let mut value = make();
    then(&mut value);
    let owned = OWNED.get() - before;
    drop(value);
    assert_eq!(OWNED.get(), before, "the value frees what it owns");
    usize::try_from(owned).expect("a value cannot own less than nothing")
}

/// Filled and reset, `C` owns no more than its footprint says, at any limit.
pub fn stays_within<C: Growable>(
    limit: usize,
    fill: impl FnOnce() -> C,
) -> Result<(), TestCaseError> {
    let owned = owned_after(fill, |value| value.reset_within(limit));
    let bound = C::FOOTPRINT.max_bytes(limit);
    prop_assert!(
        owned <= bound,
        "owns {owned} bytes, bound {bound} at limit {limit}"
    );
    Ok(())
}

/// The largest capacity within `bytes` owns no more than `bytes`.
pub fn inverse_stays_within<C: Growable>(
    bytes: usize,
    fill: impl FnOnce() -> C,
) -> Result<(), TestCaseError> {
    let capacity = C::FOOTPRINT.max_capacity(bytes);
    let owned = owned_after(fill, |value| value.reset_within(capacity));
    // A limit of 0 frees a hash table too.
    prop_assert!(
        owned <= bytes,
        "owns {owned} bytes of {bytes} at capacity {capacity}"
    );
    Ok(())
}
