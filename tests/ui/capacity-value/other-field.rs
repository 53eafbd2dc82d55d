use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    length: usize,
    #[pool(max_capacity = self.length)]
    body: Vec<u8>,
}

fn main() {}
