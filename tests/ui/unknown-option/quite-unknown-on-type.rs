use qnpool::Poolable;

#[derive(Poolable)]
#[pool(rename_all = "camelCase")]
struct Packet {
    sequence: u32,
}

fn main() {}
