use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: Vec<std::sync::Arc<u8>>,
}

fn main() {}
