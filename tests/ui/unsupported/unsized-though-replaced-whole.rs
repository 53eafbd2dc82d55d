use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
struct Packet {
    length: u32,
    body: str,
}

fn main() {}
