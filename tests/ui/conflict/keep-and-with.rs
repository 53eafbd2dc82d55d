use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(keep = "set once", with = Vec::clear)]
    body: Vec<u8>,
}

fn main() {}
