use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global(max_idle = 1,024))]
struct Packet {
    length: u32,
}

fn main() {}
