//! Parentheses and braces around a value are no reason for a warning.

#![deny(warnings)]

use qnpool::Poolable;

const LIMIT: usize = 16;

#[derive(Poolable)]
#[pool(max_capacity = (LIMIT), max_retained_bytes = {(4096)})]
struct Packet {
    #[pool(max_capacity = (8))]
    body: Vec<u8>,
    #[pool(max_bytes = {{ 64 }})]
    words: Vec<u32>,
    path: String,
    #[pool(value = (3))]
    version: u8,
    #[pool(value = { 4 })]
    minor: u8,
    #[pool(keep = "configuration", max_retained_bytes = (32))]
    name: Box<str>,
}

#[derive(Default, Poolable)]
#[pool(global(max_idle = (8)))]
struct Small {
    length: u32,
}

fn main() {
    let mut packet = Packet {
        body: vec![1; 100],
        words: vec![1; 100],
        path: "a".repeat(100),
        version: 0,
        minor: 0,
        name: "pool".into(),
    };
    packet.reset();
    let capacities = (packet.body.capacity(), packet.words.capacity(), packet.path.capacity());
    assert_eq!(capacities, (8, 16, 16));
    assert_eq!((packet.version, packet.minor, &*packet.name), (3, 4, "pool"));
    let mut small = Small { length: 1 };
    small.reset();
    assert_eq!(small.length, 0);
}
