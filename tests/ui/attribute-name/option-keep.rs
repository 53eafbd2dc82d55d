use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[keep = "the same for all"]
    body: std::sync::Arc<u8>,
}

fn main() {}
