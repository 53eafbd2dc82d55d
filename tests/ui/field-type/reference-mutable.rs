use qnpool::Poolable;

#[derive(Poolable)]
struct Cursor<'a> {
    output: &'a mut [u8],
}

fn main() {}
