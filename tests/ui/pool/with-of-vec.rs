use qnpool::Pool;

fn main() {
    let _pool = Pool::with(|| Vec::<u8>::new());
}
