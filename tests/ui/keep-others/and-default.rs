use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(keep_others = "configuration", default)]
struct Packet {
    length: u32,
}

fn main() {}
