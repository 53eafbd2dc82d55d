use qnpool::Poolable;

#[derive(Poolable)]
#[repr(packed)]
enum State {
    #[pool(default)]
    Reading(u32),
    Closed,
}

fn main() {}
