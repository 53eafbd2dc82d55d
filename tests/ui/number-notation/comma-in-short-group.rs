use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4,09)]
    body: Vec<u8>,
}

fn main() {}
