use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096, value = Vec::new())]
    body: Vec<u8>,
}

fn main() {}
