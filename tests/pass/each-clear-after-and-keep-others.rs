//! What reset does with `each`, `clear`, `after` and `keep_others`.

#![deny(warnings)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use qnpool::{Bounded, Poolable};

#[derive(Default)]
struct Ring {
    bytes: Vec<u8>,
    is_cleared: bool,
}

impl Ring {
    fn clear(&mut self) {
        self.bytes.clear();
        self.is_cleared = true;
    }
}

#[derive(Default, Poolable)]
#[pool(after = Self::rebuild)]
struct Histogram<T> {
    #[pool(each)]
    buckets: Vec<T>,
    #[pool(each)]
    queue: VecDeque<u8>,
    #[pool(each)]
    fixed: Box<[u32]>,
    #[pool(each, max_retained_bytes = 64)]
    labels: [Bounded<String, 8>; 2],
    #[pool(clear)]
    nodes: BTreeMap<u8, u8>,
    #[pool(clear, max_retained_bytes = 4096)]
    ring: Ring,
    order: Reverse<u32>,
    total: usize,
}

impl<T> Histogram<T> {
    fn rebuild(&mut self) {
        // The fields have been reset.
        assert_eq!(self.order, Reverse(0));
        self.total = self.buckets.len();
    }
}

#[derive(Default, Poolable)]
#[pool(keep_others = "configuration", after = count)]
struct Parser {
    name: String,
    depth: u32,
    resets: u32,
    #[pool(max_capacity = 4)]
    line: Vec<u8>,
    #[pool(default)]
    errors: u32,
}

fn count(parser: &mut Parser) {
    parser.resets += 1;
}

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Counting(#[pool(each)] Vec<u8>, #[pool(clear)] Vec<u8>),
    Done(Box<dyn Fn()>),
}

fn main() {
    let mut histogram = Histogram {
        buckets: vec![7_u64; 5],
        queue: VecDeque::from([1, 2]),
        fixed: Box::new([1, 2, 3]),
        nodes: BTreeMap::from([(1, 2)]),
        order: Reverse(9),
        ..Histogram::default()
    };
    histogram.ring.bytes.push(1);
    histogram.labels[1].push_str("a label");
    histogram.reset();
    assert_eq!(histogram.buckets, [0; 5]);
    assert_eq!(histogram.queue, [0, 0]);
    assert_eq!(*histogram.fixed, [0; 3]);
    assert!(histogram.labels.iter().all(|label| label.is_empty()));
    assert!(histogram.nodes.is_empty());
    assert!(histogram.ring.bytes.is_empty() && histogram.ring.is_cleared);
    assert_eq!((histogram.order, histogram.total), (Reverse(0), 5));

    let mut parser = Parser {
        name: "csv".into(),
        depth: 3,
        resets: 0,
        line: vec![1; 100],
        errors: 2,
    };
    parser.reset();
    parser.reset();
    assert_eq!((&*parser.name, parser.depth, parser.resets), ("csv", 3, 2));
    assert_eq!((parser.line.capacity(), parser.errors), (4, 0));

    let mut state = State::Done(Box::new(|| ()));
    if let State::Done(call) = &state {
        call();
    }
    state.reset();
    assert!(matches!(&state, State::Counting(each, clear) if each.is_empty() && clear.is_empty()));
    state = State::Counting(vec![3], vec![4]);
    state.reset();
    assert!(matches!(&state, State::Counting(each, clear) if *each == [0] && clear.is_empty()));
}
