use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    numbered: (u64, Vec<u8>),
}

fn main() {}
