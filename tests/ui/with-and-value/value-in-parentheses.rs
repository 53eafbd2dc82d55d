use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value(3))]
    retries: u32,
}

fn main() {}
