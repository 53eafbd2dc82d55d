use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: std::cell::RefCell<Box<dyn Fn()>>,
}

fn main() {}
