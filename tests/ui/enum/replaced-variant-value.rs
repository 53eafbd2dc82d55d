use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(value = 3)]
        count: u32,
    },
}

fn main() {}
