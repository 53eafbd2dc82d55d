use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(default, default)]
    id: u32,
}

fn main() {}
