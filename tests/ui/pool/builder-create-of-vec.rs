use qnpool::Pool;

fn main() {
    let _pool = Pool::builder().max_idle(8).create(|| Vec::<u8>::new());
}
