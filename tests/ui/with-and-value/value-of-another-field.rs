use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    limit: u32,
    #[pool(value = limit)]
    retries: u32,
}

fn main() {}
