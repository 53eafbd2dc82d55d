use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: [Box<dyn Fn()>; 2],
}

fn main() {}
