use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = RETRIES)]
    retries: u32,
}

fn main() {}
