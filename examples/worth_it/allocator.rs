//! The allocator that fresh objects come from, chosen by a feature: a program has one.
//!
//! Counting costs an allocation something, and would make fresh objects look slower than
//! they are. It is a feature too, and figures of time are to be taken without it.

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[cfg(feature = "mimalloc")]
use mimalloc::MiMalloc as Chosen;
#[cfg(not(feature = "mimalloc"))]
use std::alloc::System as Chosen;

#[cfg(feature = "mimalloc")]
pub(crate) const NAME: &str = "mimalloc";
#[cfg(not(feature = "mimalloc"))]
pub(crate) const NAME: &str = "the system's allocator";

/// How many allocations there have been, if they are counted.
pub(crate) const COUNT: Option<fn() -> u64> = if IS_COUNTED {
    Some(|| ALLOCATIONS.load(Relaxed))
} else {
    None
};

const IS_COUNTED: bool = cfg!(feature = "count-allocations");

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

struct Allocator;

// SAFETY: every call goes to `Chosen` unchanged, and what is counted beside it allocates
// nothing.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if IS_COUNTED {
            ALLOCATIONS.fetch_add(1, Relaxed);
        }
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { Chosen.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `Chosen` with this `layout`, by the caller's promise.
        unsafe { Chosen.dealloc(pointer, layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if IS_COUNTED {
            ALLOCATIONS.fetch_add(1, Relaxed);
        }
        // SAFETY: as in `alloc`.
        unsafe { Chosen.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if IS_COUNTED {
            ALLOCATIONS.fetch_add(1, Relaxed);
        }
        // SAFETY: as in `dealloc`, and `new_size` is not zero by the caller's promise.
        unsafe { Chosen.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;
