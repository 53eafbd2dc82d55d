use qnpool::Poolable;

#[derive(Poolable)]
struct Reply {
    outcome: Result<u32, u8>,
}

fn main() {}
