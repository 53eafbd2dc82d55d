use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    body: Vec<u8>,
}

static POOL: Pool<Packet> = Pool::new();

fn main() {
    let packet = POOL.get();
    std::thread::spawn(move || drop(packet));
}
