use qnpool::Poolable;

struct Tagged<T>(u32, T);

#[derive(Poolable)]
struct Packet<T> {
    body: Tagged<T>,
}

fn main() {}
