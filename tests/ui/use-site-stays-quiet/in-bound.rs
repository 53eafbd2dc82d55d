use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Vec<u8>,
}

fn wipe<T: Poolable>(mut object: T) {
    object.reset();
}

fn main() {
    wipe(Packet { body: Vec::new() });
}
