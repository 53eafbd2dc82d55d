use qnpool::Poolable;

const BUDGET: u32 = 64;

#[derive(Poolable)]
#[pool(max_retained_bytes = BUDGET)]
struct Packet {
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
}

fn main() {}
