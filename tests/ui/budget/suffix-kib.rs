use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 64KiB)]
struct Packet {
    sequence: u32,
}

fn main() {}
