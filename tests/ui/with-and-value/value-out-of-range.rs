use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = 256)]
    retries: u8,
}

fn main() {}
