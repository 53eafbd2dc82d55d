use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(keep_others = "configuration", max_capacity = 8)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
