use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 4096)]
struct Packet {
    #[pool(keep = "filled once and only read")]
    table: Vec<u64>,
}

fn main() {}
