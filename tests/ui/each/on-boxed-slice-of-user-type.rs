use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: Box<[Header]>,
}

fn main() {}
