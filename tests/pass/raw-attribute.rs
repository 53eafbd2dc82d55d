//! `#[r#pool(…)]` is `#[pool(…)]`.

#![deny(warnings)]

use qnpool::Poolable;

#[derive(Poolable)]
#[r#pool(max_capacity = 8)]
struct Packet {
    #[r#pool(value = 3)]
    version: u8,
    body: Vec<u8>,
    #[r#pool(r#keep = "the same for all")]
    port: u16,
}

#[derive(Poolable)]
enum State {
    Busy(u8),
    #[r#pool(default)]
    Idle,
}

fn main() {
    let mut packet = Packet {
        version: 9,
        body: vec![1; 100],
        port: 80,
    };
    packet.reset();
    assert_eq!((packet.version, packet.body.capacity(), packet.port), (3, 8, 80));
    let mut state = State::Busy(1);
    state.reset();
    assert!(matches!(state, State::Idle));
}
