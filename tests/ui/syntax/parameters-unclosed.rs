use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<T {
    body: T,
}

fn main() {}
