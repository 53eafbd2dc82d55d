use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Busy {
        #[pool(keep = "configuration")]
        count: u32,
    },
}

fn main() {}
