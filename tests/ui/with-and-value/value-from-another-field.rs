use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = self.length)]
    capacity: usize,
    length: usize,
}

fn main() {}
