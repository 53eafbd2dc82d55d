use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(clear)]
        count: Vec<u8>,
    },
}

fn main() {}
