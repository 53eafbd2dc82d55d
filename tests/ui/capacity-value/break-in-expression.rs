use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 3 + break)]
    body: Vec<u8>,
}

fn main() {}
