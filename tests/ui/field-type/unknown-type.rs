use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Bytess,
}

fn main() {}
