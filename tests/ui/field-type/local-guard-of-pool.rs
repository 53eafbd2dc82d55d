use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<'a> {
    body: qnpool::LocalGuard<'a, u8>,
}

fn main() {}
