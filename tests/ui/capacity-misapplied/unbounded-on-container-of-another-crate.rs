use qnpool::Poolable;

/// Stands for a type of another crate.
struct FastMap<K, V>(K, V);

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: FastMap<u8, u8>,
}

fn main() {}
