use qnpool::Poolable;

#[derive(Poolable)]
#[pool(global, default)]
struct Packet {
    length: u32,
}

fn main() {}
