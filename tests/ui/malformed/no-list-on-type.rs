use qnpool::Poolable;

#[derive(Poolable)]
#[pool]
struct Packet {
    sequence: u32,
}

fn main() {}
