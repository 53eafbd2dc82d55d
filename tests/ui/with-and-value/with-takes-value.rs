use qnpool::Poolable;

fn clear(body: Vec<u8>) {
    drop(body);
}

#[derive(Poolable)]
struct Packet {
    #[pool(with = clear)]
    body: Vec<u8>,
}

fn main() {}
