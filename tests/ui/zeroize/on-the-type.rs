use qnpool::Poolable;

#[derive(Poolable)]
#[pool(zeroize)]
struct Login {
    key: [u8; 16],
}

fn main() {}
