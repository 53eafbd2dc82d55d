use qnpool::Poolable;

#[derive(Poolable)]
struct Login {
    #[pool(zeroize)]
    key: Vec<u8>,
}

fn main() {}
