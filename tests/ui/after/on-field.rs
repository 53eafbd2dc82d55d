use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(after = rebuild)]
    length: u32,
}

fn main() {}
