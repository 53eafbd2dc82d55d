use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(keep_others = "configuration")]
struct Packet {
    #[pool(keep = "key", zeroize)]
    key: u64,
}

fn main() {}
