use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(default, default)]
struct Packet {
    sequence: u32,
}

fn main() {}
