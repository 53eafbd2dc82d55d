use qnpool::{Guard, Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    sequence: u64,
}

static PACKETS: Pool<Packet> = Pool::new();

fn main() {
    let _packet = Guard::freeze(PACKETS.get());
}
