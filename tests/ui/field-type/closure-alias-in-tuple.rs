use qnpool::Poolable;

type Callback = Box<dyn Fn()>;

#[derive(Poolable)]
struct Packet {
    body: (u8, Callback),
}

fn main() {}
