use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    body: (String, u32),
}

fn main() {}
