use qnpool::LocalPool;

thread_local! {
    static POOL: LocalPool<String> = const { LocalPool::new() };
}

fn main() {}
