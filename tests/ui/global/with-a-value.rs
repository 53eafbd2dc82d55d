use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global = 64)]
struct Packet {
    sequence: u64,
}

fn main() {}
