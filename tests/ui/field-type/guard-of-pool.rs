use qnpool::{Guard, Poolable};

#[derive(Poolable)]
struct Frame {
    header: Guard<'static, u64>,
}

fn main() {}
