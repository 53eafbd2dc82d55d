use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retaind_bytes = 4096)]
struct Packet {
    sequence: u32,
}

fn main() {}
