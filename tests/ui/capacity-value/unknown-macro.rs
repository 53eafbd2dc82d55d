use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = capacity!())]
    body: Vec<u8>,
}

fn main() {}
