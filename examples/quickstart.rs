//! Derive, a pool in a `static`, get, and a guard that moves into a thread.
//!
//! `cargo run --example quickstart`

use std::thread;

use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_capacity = 4096)]
struct Packet {
    body: Vec<u8>,
    sequence: u64,
}

static PACKETS: Pool<Packet> = Pool::new();

fn main() {
    let mut packet = PACKETS.get();
    packet.body.extend_from_slice(b"hello");
    packet.sequence = 1;

    let worker = thread::spawn(move || println!("{} bytes", packet.body.len()));
    worker.join().expect("the worker does not panic"); // reset, and back in the pool

    let packet = PACKETS.get();
    assert!(packet.body.is_empty() && packet.sequence == 0);
    println!("{:?}", PACKETS.stats());
}
