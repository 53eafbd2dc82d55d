use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    sequence: u32,
    body: [u8],
}

fn main() {}
