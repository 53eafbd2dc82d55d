use qnpool::Poolable;

type Pair = (String, u32);

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 64)]
    body: Pair,
}

fn main() {}
