use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(defualt)]
    Idle,
    Busy,
}

fn main() {}
