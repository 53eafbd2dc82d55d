use qnpool::Poolable;

#[derive(Poolable)]
#[pool(with = Packet::clear)]
struct Packet {
    sequence: u32,
}

fn main() {}
