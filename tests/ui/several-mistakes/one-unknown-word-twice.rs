use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(frobnicate, frobnicate)]
    sequence: u32,
}

fn main() {}
