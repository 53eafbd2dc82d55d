use qnpool::Pool;

fn main() {
    let pool = Pool::<Vec<u8>>::new();
    let buffer = pool.get();
}
