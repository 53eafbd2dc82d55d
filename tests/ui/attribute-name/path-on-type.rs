use qnpool::Poolable;

#[derive(Poolable)]
#[qnpool::pool(max_capacity = 64)]
struct Packet {
    body: Vec<u8>,
}

fn main() {}
