use qnpool::Poolable;

type Sequence = u32;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    sequence: Sequence,
}

fn main() {}
