//! Memory of this process: bytes by a counting allocator, and resident pages.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

static ALLOCATED: AtomicU64 = AtomicU64::new(0);
static FREED: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, with a count of the bytes asked for and given back.
struct CountingAllocator;

// SAFETY: every call goes to `System` with the arguments it came with, so
// `System`'s own guarantees are the ones given here. The counters are atomics:
// they neither allocate nor unwind.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        let memory = unsafe { System.alloc(layout) };
        count(memory, layout.size(), 0);
        memory
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        let memory = unsafe { System.alloc_zeroed(layout) };
        count(memory, layout.size(), 0);
        memory
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: `memory` came from this allocator, hence from `System`, with
        // `layout`; the caller vouches for that and for `new_size`.
        let moved = unsafe { System.realloc(memory, layout, new_size) };
        count(moved, new_size, layout.size());
        moved
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: `memory` came from this allocator, hence from `System`, with
        // `layout`, as the caller vouches.
        unsafe { System.dealloc(memory, layout) };
        FREED.fetch_add(layout.size() as u64, Relaxed);
    }
}

/// A null pointer says that the call failed and changed nothing.
fn count(memory: *mut u8, allocated: usize, freed: usize) {
    if !memory.is_null() {
        ALLOCATED.fetch_add(allocated as u64, Relaxed);
        FREED.fetch_add(freed as u64, Relaxed);
    }
}

pub(crate) struct Memory {
    /// Bytes in use now.
    pub(crate) live: u64,
    /// Bytes ever asked for.
    pub(crate) allocated: u64,
    /// Bytes of physical memory that the process occupies, where the system
    /// tells it.
    pub(crate) resident: Option<u64>,
}

pub(crate) fn memory() -> Memory {
    let resident = resident();
    // What is freed was allocated before, so this order keeps the difference
    // from going below zero.
    let freed = FREED.load(Relaxed);
    let allocated = ALLOCATED.load(Relaxed);
    Memory {
        live: allocated.saturating_sub(freed),
        allocated,
        resident,
    }
}

/// Linux only: the line `VmRSS:   1234 kB` of the process's status, which, other
/// than `statm`, needs no knowledge of the page size.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
