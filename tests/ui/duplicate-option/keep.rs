use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(keep = "never changes", keep = "set once")]
    id: u32,
}

fn main() {}
