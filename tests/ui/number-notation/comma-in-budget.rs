use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 1,024)]
struct Packet {
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
}

fn main() {}
