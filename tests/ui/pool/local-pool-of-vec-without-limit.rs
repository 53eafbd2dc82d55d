use qnpool::LocalPool;

struct Parser {
    buffers: LocalPool<Vec<u8>>,
}

fn main() {}
