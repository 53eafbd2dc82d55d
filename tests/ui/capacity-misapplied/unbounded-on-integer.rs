use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    sequence: u32,
}

fn main() {}
