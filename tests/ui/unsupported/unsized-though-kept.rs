use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    length: u32,
    #[pool(keep = "sent again as it is")]
    body: [u8],
}

fn main() {}
