use qnpool::Poolable;

macro_rules! buffer_of {
    ($element:ty) => { Vec<$element> };
}

#[derive(Poolable)]
struct Packet {
    body: buffer_of!(u8),
}

fn main() {}
