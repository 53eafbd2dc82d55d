use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = )]
    retries: u32,
}

fn main() {}
