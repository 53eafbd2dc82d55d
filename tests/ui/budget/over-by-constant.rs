use qnpool::Poolable;

const BUDGET: usize = 1024;

#[derive(Poolable)]
#[pool(max_retained_bytes = BUDGET)]
struct Packet {
    #[pool(max_capacity = BUDGET + 1)]
    body: Vec<u8>,
}

fn main() {}
