use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(kepe = "never changes")]
    id: u32,
}

fn main() {}
