use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: std::sync::Mutex<Vec<u8>>,
}

fn main() {}
