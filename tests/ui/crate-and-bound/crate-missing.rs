use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate)]
struct Packet {
    sequence: u32,
}

fn main() {}
