use qnpool::Poolable;

const IDLE: u32 = 8;

#[derive(Default, Poolable)]
#[pool(global(max_idle = IDLE))]
struct Packet {
    length: u32,
}

fn main() {}
