use qnpool::Poolable;

struct Header;

#[derive(Poolable)]
struct Packet {
    #[pool(clear)]
    body: Header,
}

fn main() {}
