use qnpool::Poolable;

unsafe fn clear(body: &mut Vec<u8>) {
    body.clear();
}

#[derive(Poolable)]
struct Packet {
    #[pool(with = clear)]
    body: Vec<u8>,
}

fn main() {}
