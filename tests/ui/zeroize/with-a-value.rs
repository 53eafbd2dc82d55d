use qnpool::Poolable;

#[derive(Poolable)]
struct Login {
    #[pool(zeroize = true)]
    key: [u8; 16],
}

fn main() {}
