use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
enum State {
    #[pool(default)]
    Idle,
    Busy,
}

impl Default for State {
    fn default() -> Self {
        Self::Idle
    }
}

fn main() {}
