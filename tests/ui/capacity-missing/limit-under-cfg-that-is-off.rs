use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[cfg_attr(any(), pool(max_capacity = 4096))]
    body: Vec<u8>,
}

fn main() {}
