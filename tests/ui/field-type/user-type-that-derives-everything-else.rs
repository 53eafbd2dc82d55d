use qnpool::Poolable;

#[derive(Clone, Debug, Default, PartialEq)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
struct Packet(Header);

fn main() {}
