//! A field that is configured out is not seen; an attribute may be conditional.

use qnpool::Poolable;

#[derive(Default, Poolable)]
#[cfg_attr(all(), pool(max_retained_bytes = 64))]
#[cfg_attr(any(), pool(max_retained_bytes = 1))]
struct Packet {
    #[cfg(any())]
    absent: Unknown,
    #[cfg(all())]
    number: u32,
    #[cfg_attr(all(), pool(max_capacity = 4))]
    bytes: Vec<u8>,
    #[cfg_attr(all(), pool(keep = "set once"), allow(dead_code))]
    kept: u32,
    #[cfg(any())]
    #[pool(frobnicate)]
    never_read: Vec<u8>,
}

#[derive(Poolable)]
struct Tuple(
    #[cfg(any())] Unknown,
    u32,
    #[cfg(any())] Unknown,
    #[cfg_attr(all(), pool(value = 7))] u32,
);

#[derive(Poolable)]
enum State {
    #[cfg(any())]
    #[pool(default)]
    Absent(Unknown),
    #[cfg_attr(all(), pool(default))]
    Idle {
        #[cfg(any())]
        absent: Unknown,
        number: u32,
    },
    Busy,
}

#[derive(Poolable)]
struct Generic<#[cfg(any())] Absent, #[cfg(all())] T>(T);

fn main() {
    let mut packet = Packet {
        number: 9,
        bytes: vec![9; 9],
        kept: 9,
    };
    packet.reset();
    assert_eq!(
        (packet.number, packet.bytes.capacity(), packet.kept),
        (0, 4, 9)
    );
    let mut tuple = Tuple(9, 9);
    tuple.reset();
    assert_eq!((tuple.0, tuple.1), (0, 7));
    let mut state = State::Busy;
    state.reset();
    assert!(matches!(state, State::Idle { number: 0 }));
    let mut generic = Generic(9u8);
    generic.reset();
    assert_eq!(generic.0, 0);
}
