use qnpool::Poolable;

#[derive(Poolable)]
#[pool(after)]
struct Packet {
    length: u32,
}

fn main() {}
