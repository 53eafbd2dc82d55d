use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global)]
struct Packet<T> {
    body: T,
}

fn main() {}
