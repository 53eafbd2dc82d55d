use qnpool::{Bounded, LocalPool};

fn main() {
    let pool = LocalPool::<Bounded<Vec<u8>, 4096>>::new();
    std::thread::scope(|scope| {
        scope.spawn(|| println!("{}", pool.get().len()));
    });
}
