use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: (u8, (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)),
}

fn main() {}
