use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 4096)]
struct Packet {
    #[pool(max_capacity = 1024)]
    samples: Vec<u64>,
}

fn main() {}
