//! No pool: each object is allocated and freed.
//!
//! A program has one global allocator, here the system's. The rows for mimalloc
//! call it directly, for the object and for its buffer, so that all rows run in
//! one process.

use std::alloc::{GlobalAlloc, Layout, handle_alloc_error};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use mimalloc::MiMalloc;

use super::objects::{Object, checksum};
use super::{Contender, Kind};

pub(crate) struct System<T>(PhantomData<fn() -> T>);

impl<T: Object> Contender for System<T> {
    const NAME: &'static str = "box-system";
    const KIND: Kind = Kind::Allocator;
    const CLEARED_BY_HAND: bool = false;
    type Object = T;
    type Guard<'a> = Box<T>;

    fn new(_: usize) -> Self {
        Self(PhantomData)
    }

    #[inline]
    fn take(&self) -> Box<T> {
        Box::default()
    }

    #[inline]
    fn object(guard: &mut Box<T>) -> &mut T {
        guard
    }
}

pub(crate) struct Mimalloc<T>(PhantomData<fn() -> T>);

impl<T: Object> Contender for Mimalloc<T> {
    const NAME: &'static str = "box-mimalloc";
    const KIND: Kind = Kind::Allocator;
    const CLEARED_BY_HAND: bool = false;
    type Object = T;
    type Guard<'a> = MimallocBox<T>;

    fn new(_: usize) -> Self {
        Self(PhantomData)
    }

    #[inline]
    fn take(&self) -> MimallocBox<T> {
        MimallocBox::new(T::default())
    }

    #[inline]
    fn object(guard: &mut MimallocBox<T>) -> &mut T {
        guard
    }
}

#[inline]
fn allocate(layout: Layout) -> NonNull<u8> {
    assert!(layout.size() > 0);
    // SAFETY: the size is not zero.
    let memory = unsafe { MiMalloc.alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| handle_alloc_error(layout))
}

/// A `Box` whose memory is mimalloc's.
pub(crate) struct MimallocBox<T>(NonNull<T>);

// SAFETY: it owns its `T` as a `Box` does, and mimalloc frees from any thread.
unsafe impl<T: Send> Send for MimallocBox<T> {}

impl<T> MimallocBox<T> {
    #[inline]
    fn new(value: T) -> Self {
        let memory = allocate(Layout::new::<T>()).cast::<T>();
        // SAFETY: fresh memory of the layout of `T`.
        unsafe { memory.write(value) };
        Self(memory)
    }
}

impl<T> Drop for MimallocBox<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `new` has put a `T` there and nothing has dropped it: only this
        // does, and once. The memory is from the same allocator and layout.
        unsafe {
            self.0.drop_in_place();
            MiMalloc.dealloc(self.0.as_ptr().cast(), Layout::new::<T>());
        }
    }
}

impl<T> Deref for MimallocBox<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the box owns a `T` there until `drop`.
        unsafe { self.0.as_ref() }
    }
}

impl<T> DerefMut for MimallocBox<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`, and the box is borrowed for writing.
        unsafe { self.0.as_mut() }
    }
}

/// `Packet` with its buffer in mimalloc's memory.
#[derive(Default)]
pub(crate) struct MimallocPacket {
    body: Buffer,
    header: [u64; 11],
    sequence: u64,
}

impl Object for MimallocPacket {
    #[inline]
    fn clear_by_hand(&mut self) {
        self.body = Buffer::default();
        self.header = [0; 11];
        self.sequence = 0;
    }

    #[inline]
    fn work(&mut self, source: &[u8]) -> u64 {
        self.body = Buffer::copy(source);
        checksum(self.body.bytes())
    }

    #[inline]
    fn mark(&mut self, mark: u64) {
        self.sequence = mark;
    }

    #[inline]
    fn marked(&self) -> u64 {
        self.sequence
    }
}

/// As much of a `Vec<u8>` as a packet that is used once has need of.
struct Buffer {
    memory: NonNull<u8>,
    length: usize,
    capacity: usize,
}

// SAFETY: it owns its bytes, and mimalloc frees from any thread.
unsafe impl Send for Buffer {}

impl Default for Buffer {
    #[inline]
    fn default() -> Self {
        Self {
            memory: NonNull::dangling(),
            length: 0,
            capacity: 0,
        }
    }
}

impl Buffer {
    #[inline]
    fn copy(source: &[u8]) -> Self {
        if source.is_empty() {
            return Self::default();
        }
        let memory = allocate(Layout::for_value(source));
        // SAFETY: fresh memory as long as `source`.
        unsafe { memory.copy_from_nonoverlapping(NonNull::from(source).cast(), source.len()) };
        Self {
            memory,
            length: source.len(),
            capacity: source.len(),
        }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        // SAFETY: `copy` has written that many bytes; of none the pointer is aligned.
        unsafe { NonNull::slice_from_raw_parts(self.memory, self.length).as_ref() }
    }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if self.capacity > 0 {
            // SAFETY: `copy` had a slice of this length, so the layout exists; it is
            // the one that the memory was allocated with, and it is freed once.
            unsafe {
                let layout = Layout::array::<u8>(self.capacity).unwrap_unchecked();
                MiMalloc.dealloc(self.memory.as_ptr(), layout);
            }
        }
    }
}
