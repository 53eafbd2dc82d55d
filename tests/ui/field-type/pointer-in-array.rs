use qnpool::Poolable;

#[derive(Poolable)]
struct Slots {
    pages: [*mut u8; 16],
}

fn main() {}
