use qnpool::LocalPool;

thread_local! {
    static POOL: LocalPool<Vec<u8>> = LocalPool::new();
}

fn main() {}
