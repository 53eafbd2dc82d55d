use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Box<qnpool::Guard<'static, u8>>,
}

fn main() {}
