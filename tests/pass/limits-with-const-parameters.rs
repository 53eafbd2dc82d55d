//! A limit may be computed from parameters of the type.

use qnpool::{Poolable, UNBOUNDED};

#[derive(Default, Poolable)]
struct Body<const N: usize> {
    #[pool(max_capacity = N)]
    bytes: Vec<u8>,
    #[pool(max_capacity = N * 2 + 1)]
    words: Vec<u16>,
    #[pool(max_bytes = { N * 16 })]
    numbers: Vec<u64>,
}

#[derive(Poolable)]
struct Chunk<T, const N: usize> {
    #[pool(max_capacity = size_of::<T>())]
    bytes: Vec<u8>,
    #[pool(max_capacity = N / size_of::<T>())]
    values: Vec<T>,
}

#[derive(Poolable)]
#[pool(max_capacity = N, max_retained_bytes = N * 3)]
struct Lines<const N: usize> {
    first: String,
    second: String,
    third: String,
}

/// Not every limit is about the same kind of parameter.
#[derive(Poolable)]
struct Switched<const KEEPS: bool> {
    #[pool(max_capacity = if KEEPS { UNBOUNDED } else { 16 })]
    bytes: Vec<u8>,
}

fn main() {
    assert_eq!(Body::<10>::MAX_RETAINED_BYTES, 10 + 42 + 160);
    let mut body = Body::<10> {
        bytes: vec![1; 100],
        words: vec![1; 100],
        numbers: vec![1; 100],
    };
    body.reset();
    assert_eq!(body.bytes.capacity(), 10);
    assert_eq!(body.words.capacity(), 21);
    assert_eq!(body.numbers.capacity(), 20);

    assert_eq!(Chunk::<u64, 64>::MAX_RETAINED_BYTES, 8 + 64);
    let mut chunk = Chunk::<u64, 64> {
        bytes: vec![0; 100],
        values: vec![0; 100],
    };
    chunk.reset();
    assert_eq!((chunk.bytes.capacity(), chunk.values.capacity()), (8, 8));

    assert_eq!(Lines::<8>::MAX_RETAINED_BYTES, 24);
    let mut lines = Lines::<8> {
        first: "x".repeat(100),
        second: String::new(),
        third: String::new(),
    };
    lines.reset();
    assert_eq!(lines.first.capacity(), 8);

    assert_eq!(Switched::<true>::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(Switched::<false>::MAX_RETAINED_BYTES, 16);
    let mut kept = Switched::<true> {
        bytes: vec![1; 100],
    };
    kept.reset();
    assert!(kept.bytes.is_empty() && kept.bytes.capacity() >= 100);
}
