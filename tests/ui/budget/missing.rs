use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes)]
struct Packet {
    sequence: u32,
}

fn main() {}
