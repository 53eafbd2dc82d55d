use qnpool::Poolable;

#[derive(Poolable)]
#[pool(global(max_idle = 8))]
struct Packet {
    length: u32,
}

fn main() {}
