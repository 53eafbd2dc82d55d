//! A default variant with fields, reset in place where it stands already.

use std::sync::Arc;

use qnpool::Poolable;

#[derive(Poolable)]
enum Request {
    Closed,
    #[pool(default)]
    Open {
        #[pool(max_capacity = 1024)]
        body: Vec<u8>,
        #[pool(value = 3)]
        attempts: u8,
    },
    Shared(Arc<str>),
}
