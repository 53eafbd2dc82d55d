use qnpool::Poolable;

#[derive(Poolable)]
union Word {
    number: usize,
    pointer: *const u8,
}

fn main() {}
