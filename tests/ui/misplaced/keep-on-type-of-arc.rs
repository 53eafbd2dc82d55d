use qnpool::Poolable;

#[derive(Poolable)]
#[pool(keep = "configuration")]
struct Packet {
    shared: std::sync::Arc<u8>,
}

fn main() {}
