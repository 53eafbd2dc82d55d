use std::rc::Rc;

use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(global)]
struct Packet {
    origin: Option<Rc<u8>>,
}

fn main() {}
