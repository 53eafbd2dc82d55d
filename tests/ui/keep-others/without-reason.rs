use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(keep_others)]
struct Packet {
    length: u32,
}

fn main() {}
