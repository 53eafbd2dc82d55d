use qnpool::Poolable;

struct Header;

impl Header {
    fn clear(&mut self, _from: usize) {}
}

#[derive(Poolable)]
struct Packet {
    #[pool(clear)]
    body: Header,
}

fn main() {}
