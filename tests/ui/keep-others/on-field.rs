use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(keep_others = "configuration")]
    length: u32,
}

fn main() {}
