use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = return)]
    body: Vec<u8>,
}

fn main() {}
