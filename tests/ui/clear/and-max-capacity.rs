use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear, max_capacity = 8)]
    body: Vec<u8>,
}

fn main() {}
