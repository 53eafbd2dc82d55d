use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4 * 1,024)]
    body: Vec<u8>,
}

fn main() {}
