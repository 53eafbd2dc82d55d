use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(value = "many")]
    retries: u32,
}

fn main() {}
