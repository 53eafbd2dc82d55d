use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    Idle,
    Busy(u64),
}

impl Default for State {
    fn default() -> Self {
        Self::Idle
    }
}

fn main() {}
