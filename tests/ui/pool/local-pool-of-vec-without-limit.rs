use qnpool::LocalPool;

struct Parser {
    buffers: LocalPool<Vec<u8>>,
}

impl Parser {
    fn new() -> Self {
        Self {
            buffers: LocalPool::new(),
        }
    }
}

fn main() {}
