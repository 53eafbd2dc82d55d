use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(skip)]
    id: u32,
}

fn main() {}
