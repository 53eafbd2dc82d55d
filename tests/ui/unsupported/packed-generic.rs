use qnpool::Poolable;

#[derive(Poolable)]
#[repr(C, packed(4))]
struct Header<T> {
    kind: u8,
    value: T,
}

fn main() {}
