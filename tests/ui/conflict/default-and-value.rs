use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(default, value = Vec::new())]
    body: Vec<u8>,
}

fn main() {}
