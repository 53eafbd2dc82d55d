use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capcity = 4096)]
    body: Vec<u8>,
}

fn main() {}
