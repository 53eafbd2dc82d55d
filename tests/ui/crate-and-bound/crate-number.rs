use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate = 1)]
struct Packet {
    sequence: u32,
}

fn main() {}
