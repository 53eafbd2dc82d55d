use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(r#type = 4096)]
    sequence: u32,
}

fn main() {}
