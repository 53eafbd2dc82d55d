use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = return)]
    capacity: usize,
    length: usize,
}

fn main() {}
