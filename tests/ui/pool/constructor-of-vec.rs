use qnpool::Pool;

fn main() {
    let pool = Pool::with(|| Vec::<u8>::with_capacity(4096));
}
