use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    body: Vec<u8>,
}

fn main() {
    let pool = Pool::<Packet>::new();
    pool.get().body.push(1);
}
