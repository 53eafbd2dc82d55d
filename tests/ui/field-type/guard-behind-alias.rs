use qnpool::Poolable;

type Held = qnpool::Guard<'static, u8>;

#[derive(Poolable)]
struct Packet {
    body: Held,
}

fn main() {}
