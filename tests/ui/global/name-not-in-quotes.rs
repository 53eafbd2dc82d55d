use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global(name = packets))]
struct Packet {
    sequence: u64,
}

fn main() {}
