use std::rc::Rc;
use std::sync::Arc;

use qnpool::{OwnedGuard, Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    peer: Option<Rc<str>>,
}

fn main() {
    let pool = Arc::new(Pool::<Packet>::new());
    let _body = OwnedGuard::freeze_with(pool.get_owned(), |packet| &packet.body);
}
