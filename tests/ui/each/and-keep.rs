use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each, keep = "configuration")]
    body: Vec<u8>,
}

fn main() {}
