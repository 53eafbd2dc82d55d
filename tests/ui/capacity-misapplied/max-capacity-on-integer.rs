use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    sequence: u32,
}

fn main() {}
