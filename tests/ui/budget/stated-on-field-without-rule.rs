use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_retained_bytes = 4096)]
    sequence: u32,
}

fn main() {}
