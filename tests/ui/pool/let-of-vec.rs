use qnpool::Pool;

fn main() {
    let _pool: Pool<Vec<u8>> = Pool::new();
}
