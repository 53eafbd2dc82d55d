use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = )]
    body: Vec<u8>,
}

fn main() {}
