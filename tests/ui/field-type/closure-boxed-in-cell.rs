use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: std::cell::Cell<Box<dyn Fn()>>,
}

fn main() {}
