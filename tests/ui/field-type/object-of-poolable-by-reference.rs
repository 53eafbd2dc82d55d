use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: &'static dyn Poolable,
}

fn main() {}
