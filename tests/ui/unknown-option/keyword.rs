use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(static)]
    sequence: u32,
}

fn main() {}
