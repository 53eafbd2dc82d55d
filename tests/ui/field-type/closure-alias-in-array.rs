use qnpool::Poolable;

type Callback = Box<dyn Fn()>;

#[derive(Poolable)]
struct Packet {
    body: [Callback; 2],
}

fn main() {}
