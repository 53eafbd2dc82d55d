use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    body: Box<(String, u8)>,
}

fn main() {}
