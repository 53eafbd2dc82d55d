use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = panic!("no limit"))]
    body: Vec<u8>,
}

fn main() {}
