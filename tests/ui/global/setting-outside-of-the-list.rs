use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global, max_idle = 64)]
struct Packet {
    sequence: u64,
}

fn main() {}
