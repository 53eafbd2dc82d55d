use qnpool::Poolable;

#[derive(Poolable)]
#[repr(C, packed)]
struct Header {
    kind: u8,
    length: u32,
}

fn main() {}
