//! `bitflags!` writes a field of a type of its own; the type is replaced as a whole.

#![deny(warnings)]

use qnpool::Poolable;

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Poolable)]
    #[pool(default)]
    struct Flags: u8 {
        const FIRST = 1;
        const LAST = 2;
    }
}

#[derive(Poolable)]
struct Packet {
    flags: Flags,
    length: u32,
}

fn main() {
    assert_eq!(Packet::MAX_RETAINED_BYTES, 0);
    let mut packet = Packet {
        flags: Flags::FIRST | Flags::LAST,
        length: 9,
    };
    packet.reset();
    assert_eq!((packet.flags, packet.length), (Flags::empty(), 0));
}
