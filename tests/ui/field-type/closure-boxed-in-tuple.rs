use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: (u8, Box<dyn FnMut() + Send>),
}

fn main() {}
