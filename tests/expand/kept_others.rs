//! Fields without an option kept, the elements of one reset, and a function at the end.

use std::collections::BTreeMap;

use qnpool::Poolable;

const LIMIT: usize = 4096;

#[derive(Poolable)]
#[pool(keep_others = "configuration", after = Self::rebuild)]
struct Histogram {
    name: String,
    #[pool(each)]
    buckets: Box<[u32]>,
    #[pool(clear, max_retained_bytes = 2 * LIMIT)]
    nodes: BTreeMap<u8, u8>,
    #[pool(max_capacity = LIMIT)]
    samples: Vec<u64>,
    total: usize,
}

impl Histogram {
    fn rebuild(&mut self) {
        self.total = self.buckets.len();
    }
}
