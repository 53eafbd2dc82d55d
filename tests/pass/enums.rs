//! An enum goes back to its default variant, in place where it is in it already.

use std::cell::Cell;
use std::sync::Arc;

use qnpool::{Poolable, UNBOUNDED};

#[derive(Clone, Debug, Default, PartialEq, Poolable)]
enum ByStd {
    Busy(u64),
    #[default]
    Idle,
}

#[derive(Debug, PartialEq, Poolable)]
enum ByTuple {
    Closed,
    #[pool(default)]
    Reading(u64, #[pool(max_capacity = 16)] Vec<u8>),
}

#[derive(Debug, PartialEq, Poolable)]
enum ByNames {
    #[pool(default)]
    Reading {
        offset: u64,
        #[pool(max_capacity = 16)]
        line: String,
        #[pool(value = 3)]
        retries: u8,
        next: Option<Box<Self>>,
    },
    Closed {
        reason: String,
    },
}

/// What a variant holds that is replaced is dropped, so it may be of any type.
#[derive(Poolable)]
enum Anything<'a> {
    #[pool(default)]
    Nothing,
    Text(String),
    Borrowed(&'a str),
    Shared(Arc<u64>),
    Closure(Box<dyn Fn() -> u64 + 'a>),
}

#[derive(Debug, PartialEq, Poolable)]
enum One {
    #[pool(default)]
    Only(u64),
}

#[derive(Debug, PartialEq, Poolable)]
enum Bare {
    #[pool(default)]
    Only,
}

#[derive(Debug, PartialEq, Poolable)]
enum EmptyInBraces {
    #[pool(default)]
    Named {},
    Unnamed(),
}

#[derive(Debug, PartialEq, Poolable)]
#[pool(default)]
enum ByHand {
    Busy(u64),
    Ready { turns: u8 },
}

impl Default for ByHand {
    fn default() -> Self {
        Self::Ready { turns: 1 }
    }
}

#[derive(Poolable)]
#[repr(u8)]
enum Numbered {
    Low = 3,
    #[pool(default)]
    High = 250,
}

thread_local! {
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
    }
}

#[derive(Poolable)]
enum Holding {
    #[pool(default)]
    Nothing,
    Something(Counted),
}

fn by_std() {
    let mut state = ByStd::Busy(9);
    state.reset();
    assert_eq!(state, ByStd::Idle);
    state.reset();
    assert_eq!(state, ByStd::Idle);
    assert_eq!(ByStd::MAX_RETAINED_BYTES, 0);
}

fn in_place() {
    assert_eq!(ByTuple::MAX_RETAINED_BYTES, 16);
    let mut state = ByTuple::Reading(7, Vec::with_capacity(12));
    let ByTuple::Reading(_, bytes) = &mut state else {
        unreachable!();
    };
    bytes.extend([1, 2, 3]);
    let (allocation, capacity) = (bytes.as_ptr(), bytes.capacity());
    state.reset();
    let ByTuple::Reading(0, bytes) = &state else {
        panic!("not the default variant: {state:?}");
    };
    assert!(bytes.is_empty());
    assert_eq!((bytes.as_ptr(), bytes.capacity()), (allocation, capacity));

    state = ByTuple::Closed;
    state.reset();
    assert_eq!(state, ByTuple::Reading(0, Vec::new()));
}

fn by_names() {
    assert_eq!(ByNames::MAX_RETAINED_BYTES, 16);
    let pristine = ByNames::Reading {
        offset: 0,
        line: String::new(),
        retries: 3,
        next: None,
    };
    let mut state = ByNames::Closed {
        reason: "x".repeat(100),
    };
    state.reset();
    assert_eq!(state, pristine);

    state = ByNames::Reading {
        offset: 5,
        line: "x".repeat(100),
        retries: 0,
        next: Some(Box::new(pristine)),
    };
    state.reset();
    let ByNames::Reading {
        offset: 0,
        line,
        retries: 3,
        next: None,
    } = &state
    else {
        panic!("not pristine: {state:?}");
    };
    assert!(line.is_empty() && line.capacity() == 16);
}

fn main() {
    by_std();
    in_place();
    by_names();

    let text = String::from("text");
    for mut anything in [
        Anything::Nothing,
        Anything::Text(text.clone()),
        Anything::Borrowed(&text),
        Anything::Shared(Arc::new(1)),
        Anything::Closure(Box::new(|| text.len() as u64)),
    ] {
        anything.reset();
        assert!(matches!(anything, Anything::Nothing));
    }
    assert_eq!(Anything::MAX_RETAINED_BYTES, 0);

    let mut one = One::Only(9);
    one.reset();
    assert_eq!(one, One::Only(0));
    let mut bare = Bare::Only;
    bare.reset();
    assert_eq!(bare, Bare::Only);
    let mut empty = EmptyInBraces::Unnamed();
    empty.reset();
    assert_eq!(empty, EmptyInBraces::Named {});

    let mut by_hand = ByHand::Busy(9);
    by_hand.reset();
    assert_eq!(by_hand, ByHand::Ready { turns: 1 });
    assert_eq!(ByHand::MAX_RETAINED_BYTES, 0);

    let mut numbered = Numbered::Low;
    numbered.reset();
    assert_eq!(numbered as u8, 250);

    let mut holding = Holding::Something(Counted);
    holding.reset();
    assert!(matches!(holding, Holding::Nothing));
    assert_eq!(DROPPED.get(), 1);
    assert_ne!(Holding::MAX_RETAINED_BYTES, UNBOUNDED);
}
