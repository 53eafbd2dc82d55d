//! The derive and the local pool in a crate without std, on types of core and alloc.
//!
//! Built alone this crate does not switch on `std` in qnpool; together with the
//! workspace's other members it does, since cargo unifies features.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BinaryHeap, VecDeque};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::marker::PhantomData;
use core::sync::atomic::AtomicU32;
use core::time::Duration;

use qnpool::{Bounded, LocalOwnedGuard, LocalPool, Poolable, RecyclingVec};

/// A field of every kind that alloc has.
#[derive(Debug, Default, Poolable)]
#[pool(max_retained_bytes = 1024)]
pub struct Packet {
    /// Limited in elements.
    #[pool(max_capacity = 64)]
    pub body: Vec<u8>,
    /// Limited in bytes.
    #[pool(max_bytes = 64)]
    pub queue: VecDeque<u16>,
    /// A heap.
    #[pool(max_capacity = 4)]
    pub heap: BinaryHeap<u32>,
    /// A name.
    #[pool(max_capacity = 16)]
    pub name: String,
    /// In a box and a cell.
    #[pool(max_capacity = 8)]
    pub nested: Box<RefCell<Vec<u8>>>,
    /// Of elements that are kept.
    #[pool(max_capacity = 4)]
    pub lines: RecyclingVec<Bounded<String, 8>>,
    /// With the limit in the type.
    pub bounded: Bounded<Vec<u8>, 8>,
    /// Nodes.
    pub map: BTreeMap<u8, String>,
    /// Borrowed again after reset.
    pub title: Cow<'static, str>,
    /// Shared, and dropped.
    pub shared: Option<Rc<[u8]>>,
    /// A cell.
    pub cell: Cell<u64>,
    /// An atomic.
    pub counter: AtomicU32,
    /// A span of time.
    pub age: Duration,
}

/// The limit on the type.
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 4, discard_if = Self::is_full)]
pub struct Row<'a, T>(
    /// Cells.
    pub Vec<T>,
    /// A borrow.
    pub Option<&'a str>,
    /// A type.
    pub PhantomData<T>,
);

impl<T> Row<'_, T> {
    fn is_full(&self) -> bool {
        self.0.len() > 100
    }
}

/// An enum.
#[derive(Debug, Poolable)]
pub enum State {
    /// Replaced.
    Shared(Rc<str>),
    /// Left behind.
    #[pool(default)]
    Open {
        /// Kept while it is open.
        #[pool(max_capacity = 4)]
        body: Vec<u8>,
        /// Counts down.
        #[pool(value = 3)]
        left: u8,
    },
}

/// A pool that can be made at compile time.
#[must_use]
pub const fn packets() -> LocalPool<Packet> {
    LocalPool::builder().name("packets").max_idle(2).build()
}

/// What a driver would be: it has its pool, and guards that leave it.
#[derive(Debug, Default)]
pub struct Driver {
    packets: Rc<LocalPool<Packet>>,
}

impl Driver {
    /// Fills a packet.
    pub fn receive(&self, bytes: &[u8]) -> LocalOwnedGuard<Packet> {
        let mut packet = self.packets.get_owned();
        packet.body.extend_from_slice(bytes);
        packet
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;
    use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

    use qnpool::LocalGuard;

    use super::*;

    #[test]
    fn a_pool() {
        let pool = const { packets() };
        pool.prewarm(1);
        let (mut one, two) = (pool.get(), pool.get());
        one.body.extend_from_slice(b"text");
        let shown = format!("{one:?}");
        assert!(shown.contains("body: [116"), "{shown}");
        drop(one);
        assert!(pool.get().body.is_empty());
        assert_eq!(pool.stats().shrinks, 0);
        pool.get().body.reserve(65);
        assert_eq!(pool.stats().shrinks, 1);
        pool.tick();
        assert!(pool.get_idle().is_some());
        let two: Box<Packet> = LocalGuard::detach_boxed(two);
        pool.attach_boxed(two);
        pool.attach(Packet::default());
        let stats = pool.stats();
        assert_eq!((stats.created, stats.idle, stats.discarded_full), (1, 2, 1));
        pool.clear();
        assert_eq!((pool.name(), pool.stats().idle), ("packets", 0));
    }

    #[test]
    fn an_owned_guard() {
        let driver = Driver::default();
        let packet = driver.receive(b"text");
        let packets = Rc::downgrade(&driver.packets);
        drop(driver);
        assert_eq!(packet.body, b"text");
        drop(packet);
        assert!(packets.upgrade().is_none());
    }

    #[test]
    fn a_panic_costs_its_object_alone() {
        #[derive(Default)]
        struct Fragile {
            reset_panics: bool,
            drop_panics: bool,
        }
        impl Poolable for Fragile {
            const MAX_RETAINED_BYTES: usize = 0;
            fn reset(&mut self) {
                if self.reset_panics {
                    panic_any("reset");
                }
            }
        }
        impl Drop for Fragile {
            fn drop(&mut self) {
                if self.drop_panics {
                    panic_any("drop");
                }
            }
        }
        let panics = |code: &dyn Fn()| catch_unwind(AssertUnwindSafe(code)).is_err();

        let pool = LocalPool::<Fragile>::new();
        assert!(panics(&|| pool.get().reset_panics = true));
        assert!(panics(&|| {
            let _kept = pool.get();
            panic_any("holder");
        }));
        let stats = pool.stats();
        assert_eq!((stats.discarded_panicked, stats.idle), (1, 1));
        assert_eq!(stats.outstanding, 0);

        for number in 0..4 {
            pool.attach(Fragile {
                reset_panics: false,
                drop_panics: number == 1,
            });
        }
        assert!(panics(&|| pool.clear()));
        let stats = pool.stats();
        assert_eq!((stats.discarded_aged, stats.idle), (5, 0));
    }

    #[test]
    fn a_struct() {
        let mut packet = Packet {
            body: vec![7; 100],
            queue: vec![7; 100].into(),
            heap: vec![7; 100].into(),
            name: "name".repeat(100),
            nested: Box::new(RefCell::new(vec![7; 100])),
            lines: [String::from("a line that is long").into()]
                .into_iter()
                .collect(),
            bounded: Bounded::new(vec![7; 100]),
            map: BTreeMap::from([(1, String::from("one"))]),
            title: Cow::Owned(String::from("title")),
            shared: Some(Rc::new([7])),
            cell: Cell::new(7),
            counter: AtomicU32::new(7),
            age: Duration::from_secs(7),
        };
        packet.reset();
        assert_eq!((packet.body.len(), packet.body.capacity()), (0, 64));
        assert_eq!((packet.queue.len(), packet.queue.capacity()), (0, 32));
        assert_eq!((packet.heap.len(), packet.heap.capacity()), (0, 4));
        assert_eq!((packet.name.len(), packet.name.capacity()), (0, 16));
        assert_eq!(packet.nested.borrow().capacity(), 8);
        assert_eq!(packet.bounded.capacity(), 8);
        assert_eq!((packet.lines.len(), packet.lines.spare_len()), (0, 1));
        assert_eq!(packet.lines.push_recycled().capacity(), 8);
        assert!(packet.map.is_empty() && packet.shared.is_none());
        assert!(matches!(packet.title, Cow::Borrowed("")));
        assert_eq!((packet.cell.get(), packet.age), (0, Duration::ZERO));
        assert_eq!(packet.counter.into_inner(), 0);
        let nested = size_of::<RefCell<Vec<u8>>>() + 8;
        let lines = 4 * (size_of::<String>() + 8);
        let all = 64 + 64 + 16 + 16 + nested + lines + 8;
        assert_eq!(Packet::MAX_RETAINED_BYTES, all);
    }

    #[test]
    fn a_tuple_struct() {
        let mut row = Row(vec![7u16; 101], Some("borrowed"), PhantomData);
        assert!(row.should_discard());
        row.reset();
        assert!(!row.should_discard());
        assert_eq!((row.0.capacity(), row.1), (4, None));
        assert_eq!(Row::<u16>::MAX_RETAINED_BYTES, 8);
    }

    #[test]
    fn an_enum() {
        let mut state = State::Shared(Rc::from("shared"));
        state.reset();
        assert!(matches!(&state, State::Open { left: 3, .. }));
        let State::Open { body, left } = &mut state else {
            return;
        };
        body.resize(100, 7);
        *left = 0;
        state.reset();
        let State::Open { body, left } = state else {
            panic!("left its default variant");
        };
        assert_eq!((body.len(), body.capacity(), left), (0, 4, 3));
    }
}
