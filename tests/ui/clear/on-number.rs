use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear)]
    body: u8,
}

fn main() {}
