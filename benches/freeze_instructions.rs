//! `Bytes` of a message, by several ways, to be counted in instructions:
//! `benches/freeze_instructions.sh` runs it under callgrind.
//!
//! Arguments: the way, the length of the message, and how often.

#![allow(missing_docs, reason = "a program")]

use std::hint::black_box;

use bytes::{BufMut, Bytes, BytesMut};
use qnpool::{Bounded, Guard, Pool};

type Buffer = Bounded<Vec<u8>, 65536>;

static BUFFERS: Pool<Buffer> = Pool::new();

fn filled(message: &[u8]) -> Guard<'static, Buffer> {
    let mut buffer = BUFFERS.get();
    buffer.put_slice(message);
    buffer
}

/// What `frozen` and `copied` begin and end with.
fn pooled(message: &[u8]) {
    black_box(&*filled(message));
}

fn frozen(message: &[u8]) {
    black_box(Guard::freeze(filled(message)));
}

fn copied(message: &[u8]) {
    let buffer = filled(message);
    let bytes = Bytes::copy_from_slice(&buffer);
    drop(buffer);
    black_box(bytes);
}

fn fresh(message: &[u8]) {
    let mut buffer = BytesMut::with_capacity(message.len());
    buffer.put_slice(message);
    black_box(buffer.freeze());
}

/// For a message whose length is not known before it is there.
fn roomy(message: &[u8]) {
    let mut buffer = BytesMut::with_capacity(65536);
    buffer.put_slice(message);
    black_box(buffer.freeze());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [way, length, rounds] = arguments.as_slice() else {
        // `cargo bench` and `cargo test` pass other arguments.
        println!("run benches/freeze_instructions.sh");
        return;
    };
    let way: fn(&[u8]) = match way.as_str() {
        "pooled" => pooled,
        "frozen" => frozen,
        "copied" => copied,
        "fresh" => fresh,
        "roomy" => roomy,
        _ => panic!("no way `{way}`"),
    };
    let message = vec![7; length.parse().expect("the length is a number")];
    let rounds: u32 = rounds.parse().expect("the rounds are a number");
    for _ in 0..rounds {
        way(black_box(&message));
    }
}
