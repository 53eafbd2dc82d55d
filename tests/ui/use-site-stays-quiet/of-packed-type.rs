use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
#[repr(packed)]
struct Header {
    kind: u8,
    length: u32,
}

static POOL: Pool<Header> = Pool::new();

fn main() {}
