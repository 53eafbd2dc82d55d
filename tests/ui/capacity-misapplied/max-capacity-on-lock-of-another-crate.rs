use qnpool::Poolable;

/// Stands for a type of another crate.
struct FastLock<T>(T);

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: FastLock<Vec<u8>>,
}

fn main() {}
