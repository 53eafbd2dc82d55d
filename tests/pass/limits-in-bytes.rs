//! `max_bytes` is `max_capacity` divided by what one element takes.

use std::collections::{HashMap, HashSet, VecDeque};

use qnpool::Poolable;

#[derive(Default, Poolable)]
struct Buffers {
    #[pool(max_bytes = 800)]
    numbers: Vec<u64>,
    #[pool(max_bytes = 807)]
    rounded_down: Vec<u64>,
    #[pool(max_bytes = 64)]
    text: String,
    #[pool(max_bytes = 64)]
    queue: VecDeque<u32>,
    #[pool(max_bytes = 64 * 4)]
    parts: [Vec<u8>; 4],
    #[pool(max_bytes = 1024)]
    nothing: Vec<()>,
}

#[derive(Default, Poolable)]
struct Tables {
    #[pool(max_bytes = 4096)]
    map: HashMap<u64, u64>,
    #[pool(max_bytes = 4096)]
    set: HashSet<u32>,
}

fn main() {
    assert!(Buffers::MAX_RETAINED_BYTES <= 800 + 807 + 64 + 64 + 256 + 1024);
    let mut buffers = Buffers {
        numbers: vec![1; 1000],
        rounded_down: vec![1; 1000],
        text: "x".repeat(1000),
        queue: (0..1000).collect(),
        parts: [const { Vec::new() }; 4],
        nothing: vec![(); 1000],
    };
    buffers.parts[2] = vec![1; 1000];
    buffers.reset();
    assert_eq!(buffers.numbers.capacity(), 100);
    assert_eq!(buffers.rounded_down.capacity(), 100);
    assert_eq!(buffers.text.capacity(), 64);
    assert_eq!(buffers.queue.capacity(), 16);
    assert_eq!(buffers.parts[2].capacity(), 64);
    assert!(buffers.nothing.is_empty());

    assert!(Tables::MAX_RETAINED_BYTES <= 8192);
    let mut tables = Tables {
        map: (0..10_000).map(|number| (number, number)).collect(),
        set: (0..10_000).collect(),
    };
    tables.reset();
    assert!(tables.map.is_empty() && tables.set.is_empty());
    // A quarter of the bytes may be lost to the table's rounding, not more.
    assert!((50..=256).contains(&tables.map.capacity()));
    assert!((100..=1024).contains(&tables.set.capacity()));
}
