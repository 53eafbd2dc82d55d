use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Vec<Box<dyn Poolable>>,
}

fn main() {}
