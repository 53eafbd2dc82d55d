use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate = ::std)]
struct Packet {
    sequence: u32,
}

fn main() {}
