use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(max_capacity = UNKNOWN)]
        count: Vec<u8>,
    },
}

fn main() {}
