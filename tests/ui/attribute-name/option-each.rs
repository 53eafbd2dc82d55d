use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[each]
    body: Box<[u8]>,
}

fn main() {}
