use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(default)]
        count: u32,
    },
}

fn main() {}
