//! Generated code needs nothing in scope.

#![no_implicit_prelude]
#![forbid(unsafe_code)]

/// Modules of these names are in scope and are not meant.
mod core {}
mod std {}
mod alloc {}

#[derive(::qnpool::Poolable)]
#[pool(max_retained_bytes = 4096, discard_if = is_broken)]
struct Packet<'a> {
    number: u32,
    next: ::std::option::Option<&'a str>,
    #[pool(max_capacity = 4)]
    bytes: ::std::vec::Vec<u8>,
    #[pool(max_bytes = 64)]
    words: ::std::vec::Vec<u16>,
    #[pool(default)]
    fresh: u8,
    #[pool(value = 1)]
    one: u8,
    #[pool(with = clear)]
    cleared: u8,
    #[pool(keep = "set once")]
    kept: u8,
}

fn is_broken(packet: &Packet<'_>) -> bool {
    packet.number == 9
}

fn clear(number: &mut u8) {
    *number = 2;
}

#[derive(::qnpool::Poolable)]
#[pool(max_capacity = 4)]
struct Lines<T> {
    first: ::std::string::String,
    rest: ::std::vec::Vec<T>,
    last: T,
    #[pool(unbounded)]
    all: ::std::string::String,
}

#[derive(::qnpool::Poolable)]
enum State {
    #[pool(default)]
    Reading {
        #[pool(max_capacity = 4)]
        line: ::std::string::String,
        offset: u64,
    },
    Closed(::std::sync::Arc<u8>),
}

#[derive(::std::default::Default, ::qnpool::Poolable)]
#[pool(default)]
struct Replaced(u32);

fn main() {
    use ::qnpool::Poolable;
    use ::std::{assert, assert_eq};

    let mut packet = Packet {
        number: 9,
        next: ::std::option::Option::Some("text"),
        bytes: ::std::vec![9; 9],
        words: ::std::vec![9; 99],
        fresh: 9,
        one: 9,
        cleared: 9,
        kept: 9,
    };
    assert!(packet.should_discard());
    packet.reset();
    assert_eq!((packet.bytes.capacity(), packet.words.capacity()), (4, 32));
    assert_eq!(
        (packet.fresh, packet.one, packet.cleared, packet.kept),
        (0, 1, 2, 9)
    );
    assert!(packet.number == 0 && packet.next.is_none());

    let mut lines = Lines {
        first: "x".repeat(9),
        rest: ::std::vec![9; 9],
        last: 9,
        all: "x".repeat(9),
    };
    lines.reset();
    assert_eq!(
        (lines.first.capacity(), lines.rest.capacity(), lines.last),
        (4, 4, 0)
    );
    assert!(lines.all.capacity() >= 9);

    let mut state = State::Closed(::std::sync::Arc::new(1));
    state.reset();
    assert!(::std::matches!(&state, State::Reading { line, offset: 0 } if line.is_empty()));
    let mut replaced = Replaced(9);
    replaced.reset();
    assert_eq!(replaced.0, 0);
}
