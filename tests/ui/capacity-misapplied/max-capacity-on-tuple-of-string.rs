use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: (String, u32),
}

fn main() {}
