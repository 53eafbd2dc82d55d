use qnpool::Poolable;

const LIMIT: usize = 64;

#[derive(Poolable)]
#[pool(crate = ::pool_of_mine, max_retained_bytes = LIMIT * 16)]
enum State {
    #[pool(default)]
    Idle {
        count: u32,
        #[pool(max_capacity = LIMIT * 2)]
        body: Vec<u8>,
        #[pool(max_bytes = LIMIT * 4)]
        tail: Vec<u8>,
        #[pool(each)]
        cells: [u32; 4],
    },
    Busy,
}

fn main() {}
