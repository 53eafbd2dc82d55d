use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
struct Packet {
    sequence: u32,
}

fn main() {}
