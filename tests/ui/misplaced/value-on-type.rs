use qnpool::Poolable;

#[derive(Poolable)]
#[pool(value = Packet { sequence: 1 })]
struct Packet {
    sequence: u32,
}

fn main() {}
