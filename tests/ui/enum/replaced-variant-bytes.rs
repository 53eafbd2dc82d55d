use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(max_bytes = 64)]
        count: Vec<u8>,
    },
}

fn main() {}
