use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 16)]
    key: [u32; 16],
}

fn main() {}
