use qnpool::Poolable;

struct Packet;

impl Poolable for Packet {}

fn main() {}
