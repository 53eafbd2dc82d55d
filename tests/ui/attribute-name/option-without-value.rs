use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[max_capacity]
    body: Vec<u8>,
}

fn main() {}
