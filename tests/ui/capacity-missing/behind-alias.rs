use qnpool::Poolable;

type Body = Vec<u8>;

#[derive(Poolable)]
struct Packet {
    body: Body,
}

fn main() {}
