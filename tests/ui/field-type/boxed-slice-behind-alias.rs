use qnpool::Poolable;

type Body = Box<[u8]>;

#[derive(Poolable)]
struct Packet {
    body: Body,
}

fn main() {}
