//! A constant in scope turns a local of that name into a pattern; the generated
//! code's locals are named so that nobody has one.

#![allow(non_upper_case_globals, dead_code)]

use qnpool::Poolable;

const with: u32 = 1;
const value: u32 = 1;
const limit: u32 = 1;
const discard_if: u32 = 1;
const __field0: u32 = 1;
const __field0_value: u32 = 1;

#[derive(Poolable)]
#[pool(discard_if = never)]
struct Packet {
    #[pool(with = <Vec<u8>>::clear)]
    body: Vec<u8>,
    #[pool(value = 7)]
    seven: u8,
}

fn never(_: &Packet) -> bool {
    false
}

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Open(#[pool(value = 3)] u8, #[pool(max_capacity = 4)] Vec<u8>),
    Closed,
}

fn main() {
    let mut packet = Packet {
        body: vec![1],
        seven: 0,
    };
    assert!(!packet.should_discard());
    packet.reset();
    assert!(packet.body.is_empty() && packet.seven == 7);

    let mut state = State::Closed;
    state.reset();
    assert!(matches!(state, State::Open(3, buffer) if buffer.is_empty()));
}
