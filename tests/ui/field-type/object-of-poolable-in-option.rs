use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Option<Box<dyn Poolable>>,
}

fn main() {}
