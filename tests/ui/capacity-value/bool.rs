use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = true)]
    body: Vec<u8>,
}

fn main() {}
