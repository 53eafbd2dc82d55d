use qnpool::Poolable;

#[derive(Poolable)]
struct Login {
    #[pool(keep = "for the next use", zeroize)]
    key: [u8; 16],
}

fn main() {}
