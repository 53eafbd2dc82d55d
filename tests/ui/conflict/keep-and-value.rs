use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(keep = "set once", value = Vec::new())]
    body: Vec<u8>,
}

fn main() {}
