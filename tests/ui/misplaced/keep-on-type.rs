use qnpool::Poolable;

#[derive(Poolable)]
#[pool(keep = "never changes")]
struct Packet {
    sequence: u32,
}

fn main() {}
