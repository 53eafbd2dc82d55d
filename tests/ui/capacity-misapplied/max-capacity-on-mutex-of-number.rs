use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: std::sync::Mutex<u32>,
}

fn main() {}
