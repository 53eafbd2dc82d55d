use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: [u8],
    sequence: u32,
}

fn main() {}
