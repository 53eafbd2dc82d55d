use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(with = unknown::path)]
        count: u32,
    },
}

fn main() {}
