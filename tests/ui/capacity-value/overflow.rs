use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = usize::MAX + 1)]
    body: Vec<u8>,
}

fn main() {}
