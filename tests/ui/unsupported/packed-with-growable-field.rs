use qnpool::Poolable;

#[derive(Poolable)]
#[repr(packed)]
struct Header {
    kind: u8,
    name: String,
}

fn main() {}
