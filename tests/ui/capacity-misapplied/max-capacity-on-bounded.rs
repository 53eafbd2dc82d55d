use qnpool::{Bounded, Poolable};

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Bounded<Vec<u8>, 1024>,
}

fn main() {}
