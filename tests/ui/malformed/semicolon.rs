use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(default; max_retained_bytes = 64)]
    body: Vec<u8>,
}

fn main() {}
