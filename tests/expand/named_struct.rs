//! A rule of every kind that a field can be told.

use qnpool::Poolable;

#[derive(Poolable)]
struct Session {
    id: u64,
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    #[pool(unbounded)]
    log: String,
    #[pool(keep = "the schema is the same for every session")]
    schema: &'static str,
    #[pool(default)]
    retries: u32,
    #[pool(value = 64)]
    hops: u8,
    #[pool(with = forget)]
    cookie: [u8; 16],
    on_close: Option<Box<dyn FnOnce() + Send>>,
}

fn forget(cookie: &mut [u8; 16]) {
    cookie.fill(0xff);
}
