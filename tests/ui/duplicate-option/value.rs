use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = 1, value = 2)]
    id: u32,
}

fn main() {}
