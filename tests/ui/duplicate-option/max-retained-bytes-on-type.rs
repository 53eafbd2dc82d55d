use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 64, max_retained_bytes = 128)]
struct Packet {
    sequence: u32,
}

fn main() {}
