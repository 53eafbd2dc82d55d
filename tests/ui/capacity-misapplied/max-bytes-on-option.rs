use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_bytes = 4096)]
    body: Option<String>,
}

fn main() {}
