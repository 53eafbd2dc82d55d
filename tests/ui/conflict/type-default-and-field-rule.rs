use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(default)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
}

fn main() {}
