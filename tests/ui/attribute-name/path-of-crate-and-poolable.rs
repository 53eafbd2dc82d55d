use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[qnpool::poolable(max_capacity = 64)]
    body: Vec<u8>,
}

fn main() {}
