use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(unb)]
    body: Vec<u8>,
}

fn main() {}
