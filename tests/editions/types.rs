//! The same types for each edition; `2018/lib.rs` and `2021/lib.rs` include them.

use std::collections::HashMap;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::Arc;

use qnpool::Poolable;

/// Every rule.
#[allow(missing_debug_implementations)] // of the closure
#[derive(Default, Poolable)]
#[pool(global(max_idle = 8, name = "packets"), discard_if = Packet::is_broken)]
pub struct Packet {
    /// Plain, and a word that is reserved from 2024 on.
    pub gen: u64,
    /// Reserved in every edition from 2018 on.
    pub r#async: u8,
    /// Limited in elements.
    #[pool(max_capacity = 2 * LIMIT)]
    pub body: Vec<u8>,
    /// Limited in bytes.
    #[pool(max_bytes = 64)]
    pub words: Vec<u32>,
    /// A table.
    #[pool(unbounded)]
    pub table: HashMap<String, u8>,
    /// Kept.
    #[pool(keep = "to show that it is kept")]
    pub kept: u8,
    /// Made anew.
    #[pool(default)]
    pub fresh: u8,
    /// Assigned.
    #[pool(value = if LIMIT > 4 { 9 } else { 0 })]
    pub value: u8,
    /// Wiped by a function.
    #[pool(with = fill)]
    pub with: u8,
    /// Dropped.
    pub reply: Option<Box<dyn Fn() + Send>>,
    /// Whether it is broken.
    pub broken: bool,
}

const LIMIT: usize = 8;

fn fill(byte: &mut u8) {
    *byte = 5;
}

impl Packet {
    fn is_broken(&self) -> bool {
        self.broken
    }
}

/// Generic, with the limit on the type.
#[derive(Debug, Poolable)]
#[pool(max_capacity = N, max_retained_bytes = 4096)]
pub struct Row<'a, T, U: Iterator, const N: usize = 4>(
    /// Elements.
    pub Vec<U::Item>,
    /// In place.
    pub (T, [T; 2]),
    /// A borrow.
    pub Option<&'a str>,
    /// A type.
    pub PhantomData<fn() -> U>,
)
where
    T: Debug;

/// An enum.
#[derive(Debug, Poolable)]
pub enum State<T: Default> {
    /// Replaced.
    Shared(Arc<T>),
    /// Left behind.
    #[pool(default)]
    Open {
        /// In place.
        #[pool(max_capacity = 4)]
        body: Vec<u8>,
        /// Assigned.
        #[pool(default)]
        value: T,
    },
}

/// A unit.
#[derive(Debug, Default, Clone, Copy, Poolable)]
pub struct Unit;

/// Assigned as a whole.
#[derive(Debug, PartialEq, Poolable)]
#[pool(default)]
pub enum Level {
    /// Low.
    Low,
    /// High.
    High(u8),
}

impl Default for Level {
    fn default() -> Self {
        Level::High(7)
    }
}

/// Its elements are reset, other fields kept, and a function runs at the end.
#[derive(Debug, Poolable)]
#[pool(keep_others = "configuration", after = Self::rebuild)]
pub struct Histogram {
    /// Kept.
    pub scale: usize,
    /// Every element is reset.
    #[pool(each, max_retained_bytes = 8 * 8)]
    pub buckets: Vec<u32>,
    /// Its own method clears it.
    #[pool(clear)]
    pub samples: Vec<u8>,
}

impl Histogram {
    fn rebuild(&mut self) {
        self.scale = self.buckets.len();
    }
}

#[expect(unused)]
#[derive(Poolable)]
#[pool(max_retained_bytes = 100)]
struct Unused(u8, #[pool(max_bytes = 64)] Vec<u8>);

#[cfg(test)]
mod tests {
    use qnpool::Pooled;

    use super::*;

    #[test]
    fn a_struct_with_a_pool_of_its_own() {
        let mut packet = Packet::pooled();
        packet.gen = 7;
        packet.r#async = 7;
        packet.body.resize(100, 7);
        packet.words.resize(100, 7);
        packet.table.insert("seven".to_owned(), 7);
        packet.kept = 7;
        packet.fresh = 7;
        packet.value = 7;
        packet.with = 7;
        packet.reply = Some(Box::new(|| ()));
        packet.reset();
        assert_eq!((packet.gen, packet.r#async, packet.kept), (0, 0, 7));
        assert_eq!((packet.fresh, packet.value, packet.with), (0, 9, 5));
        assert_eq!((packet.body.len(), packet.body.capacity()), (0, 16));
        assert_eq!((packet.words.len(), packet.words.capacity()), (0, 16));
        assert!(packet.table.is_empty() && packet.reply.is_none());
        packet.broken = true;
        assert!(packet.should_discard());
    }

    #[test]
    fn elements_clearing_and_a_function_at_the_end() {
        let mut histogram = Histogram {
            scale: 7,
            buckets: vec![7; 3],
            samples: vec![7; 3],
        };
        histogram.reset();
        assert_eq!((histogram.scale, histogram.samples.len()), (3, 0));
        assert_eq!(histogram.buckets, [0; 3]);
    }

    #[test]
    fn a_generic_tuple_struct() {
        let mut row = Row::<u8, std::ops::Range<u64>, 2>(
            vec![7; 100],
            (7, [7, 7]),
            Some("borrowed"),
            PhantomData,
        );
        row.reset();
        assert_eq!((row.0.len(), row.0.capacity()), (0, 2));
        assert_eq!((row.1, row.2), ((0, [0, 0]), None));
    }

    #[test]
    fn enums_and_a_unit() {
        let mut state = State::Shared(Arc::new(7u8));
        state.reset();
        match state {
            State::Open { body, value } => assert_eq!((body.capacity(), value), (0, 0)),
            State::Shared(_) => panic!("not replaced"),
        }
        let mut level = Level::Low;
        level.reset();
        assert_eq!(level, Level::High(7));
        Unit.reset();
    }
}
