//! Nothing but a limit on the type.
#[derive(qnpool::Poolable)]
#[pool(max_capacity = 4096)]
pub(crate) struct Packet {
    pub(crate) sequence: u64,
    pub(crate) body: Vec<u8>,
    peer: Option<Box<str>>,
}
