use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(frobnicate(1, 2))]
    sequence: u32,
}

fn main() {}
