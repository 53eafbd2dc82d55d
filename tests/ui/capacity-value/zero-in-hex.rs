use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 0x0_usize)]
    body: Vec<u8>,
}

fn main() {}
