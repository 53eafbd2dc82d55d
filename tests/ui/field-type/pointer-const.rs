use qnpool::Poolable;

#[derive(Poolable)]
struct Mapping {
    start: *const u8,
}

fn main() {}
