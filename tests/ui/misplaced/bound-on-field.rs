use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<T> {
    #[pool(bound = "T: Poolable")]
    body: T,
}

fn main() {}
