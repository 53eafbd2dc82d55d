use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<'a> {
    #[pool(max_capacity = 4096)]
    body: &'a mut Vec<u8>,
}

fn main() {}
