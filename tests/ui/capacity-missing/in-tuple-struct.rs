use qnpool::Poolable;

#[derive(Poolable)]
struct Packet(u64, Vec<u8>);

fn main() {}
