use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 16MB)]
    body: Vec<u8>,
}

fn main() {}
