use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(unbounded)]
        count: Vec<u8>,
    },
}

fn main() {}
