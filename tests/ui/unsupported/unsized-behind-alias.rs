use qnpool::Poolable;

type Body = [u8];

#[derive(Poolable)]
struct Packet {
    sequence: u32,
    body: Body,
}

fn main() {}
