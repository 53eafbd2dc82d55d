use qnpool::Poolable;

const BUDGET: u32 = 4096;

#[derive(Poolable)]
#[pool(max_retained_bytes = BUDGET)]
struct Packet {
    sequence: u32,
}

fn main() {}
