use qnpool::Poolable;

type Callback = Box<dyn Fn()>;

#[derive(Poolable)]
struct Packet {
    body: std::cell::RefCell<Callback>,
}

fn main() {}
