use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(frobnicate = )]
    sequence: u32,
}

fn main() {}
