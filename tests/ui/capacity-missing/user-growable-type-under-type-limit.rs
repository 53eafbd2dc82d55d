use qnpool::{Footprint, Growable, Poolable};

struct Ring(Vec<u64>);

impl Growable for Ring {
    const FOOTPRINT: Footprint = Footprint::slots(8);

    fn reset_within(&mut self, max_capacity: usize) -> qnpool::ResetOutcome {
        self.0.reset_within(max_capacity)
    }
}

#[derive(Poolable)]
#[pool(max_capacity = 64)]
struct Window {
    ring: Ring,
}

fn main() {}
