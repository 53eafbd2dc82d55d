use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: std::cell::Cell<u8>,
}

fn main() {}
