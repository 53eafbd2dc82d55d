use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    body: qnpool::Guard<'static, u8>,
}

fn main() {}
