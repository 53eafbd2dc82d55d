use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(default, max_retained_bytes = 64)]
        count: u32,
    },
}

fn main() {}
