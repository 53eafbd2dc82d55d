use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Box<(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)>,
}

fn main() {}
