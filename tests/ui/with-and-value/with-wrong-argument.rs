use qnpool::Poolable;

fn clear(body: &mut String) {
    body.clear();
}

#[derive(Poolable)]
struct Packet {
    #[pool(with = clear)]
    body: Vec<u8>,
}

fn main() {}
