use qnpool::{Bounded, LocalPool};

thread_local! {
    static BUFFERS: LocalPool<Bounded<Vec<u8>, 4096>> = const { LocalPool::new() };
}

fn main() {
    BUFFERS.with(|pool| {
        let buffer = pool.get();
        std::thread::scope(|scope| {
            scope.spawn(move || println!("{}", buffer.len()));
        });
    });
}
