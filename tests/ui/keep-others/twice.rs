use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(keep_others = "a", keep_others = "b")]
struct Packet {
    length: u32,
}

fn main() {}
