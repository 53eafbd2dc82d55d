use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 2MiB)]
    body: Vec<u8>,
}

fn main() {}
