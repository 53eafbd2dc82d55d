use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = let x = 4)]
    body: Vec<u8>,
}

fn main() {}
