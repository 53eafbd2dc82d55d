use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(default = 7)]
    id: u32,
}

fn main() {}
