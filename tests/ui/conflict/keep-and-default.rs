use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(keep = "set once", default)]
    body: Vec<u8>,
}

fn main() {}
