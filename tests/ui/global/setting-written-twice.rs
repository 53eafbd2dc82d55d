use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global(max_idle = 64, max_idle = 32))]
struct Packet {
    sequence: u64,
}

fn main() {}
