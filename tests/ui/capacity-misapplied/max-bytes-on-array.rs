use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4096)]
    body: [u8; 4096],
}

fn main() {}
