use qnpool::Poolable;

fn clear() -> fn(&mut Vec<u8>) {
    Vec::clear
}

#[derive(Poolable)]
struct Packet {
    #[pool(with = clear())]
    body: Vec<u8>,
}

fn main() {}
