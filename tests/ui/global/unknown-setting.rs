use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global(maxidle = 4))]
struct Packet {
    sequence: u64,
}

fn main() {}
