use qnpool::Poolable;

#[derive(Poolable)]
#[pool(global)]
struct Packet {
    sequence: u64,
}

fn main() {}
