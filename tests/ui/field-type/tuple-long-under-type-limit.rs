use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    body: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
}

fn main() {}
