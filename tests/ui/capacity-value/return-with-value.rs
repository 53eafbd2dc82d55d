use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = return 4)]
    body: Vec<u8>,
}

fn main() {}
