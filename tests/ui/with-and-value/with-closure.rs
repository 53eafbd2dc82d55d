use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(with = |body| body.clear())]
    body: Vec<u8>,
}

fn main() {}
