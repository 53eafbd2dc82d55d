use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<const N: u32> {
    #[pool(max_capacity = N)]
    body: Vec<u8>,
}

fn main() {}
