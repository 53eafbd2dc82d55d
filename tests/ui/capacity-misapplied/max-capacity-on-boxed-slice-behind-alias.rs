use qnpool::Poolable;

type Frame = Box<[u8]>;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: Frame,
}

fn main() {}
