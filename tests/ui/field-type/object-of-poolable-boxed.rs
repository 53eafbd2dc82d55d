use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Box<dyn Poolable>,
}

fn main() {}
