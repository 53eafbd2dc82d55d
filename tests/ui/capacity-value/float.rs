use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096.0)]
    body: Vec<u8>,
}

fn main() {}
