use qnpool::Poolable;

#[derive(Poolable)]
#[pool(bound = "T: Poolable", bound = "")]
struct Packet<T> {
    body: T,
}

fn main() {}
