use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 64)]
struct Packet {
    numbered: (u64, Vec<u8>),
}

fn main() {}
