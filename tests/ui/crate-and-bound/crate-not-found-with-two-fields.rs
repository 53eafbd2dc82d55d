use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate = crate::reexports)]
struct Packet {
    sequence: u32,
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
}

fn main() {}
