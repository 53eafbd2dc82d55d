use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 4096, zap)]
    body: Vec<u8>,
}

fn main() {}
