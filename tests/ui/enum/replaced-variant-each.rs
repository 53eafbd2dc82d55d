use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(each)]
        count: Vec<u8>,
    },
}

fn main() {}
