use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096, max_capacity = 8192)]
    body: Vec<u8>,
}

fn main() {}
