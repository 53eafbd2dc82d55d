use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: [[u8; 4]; 4],
}

fn main() {}
