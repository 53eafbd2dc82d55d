use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(ignore)]
    id: u32,
}

fn main() {}
