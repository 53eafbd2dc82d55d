use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(clear)]
    body: std::sync::Mutex<Vec<u8>>,
}

fn main() {}
