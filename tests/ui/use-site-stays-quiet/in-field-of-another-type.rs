use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    name: String,
}

#[derive(Poolable)]
struct Packet {
    header: Header,
    headers: Option<Box<Header>>,
    many: [Header; 4],
}

fn main() {}
