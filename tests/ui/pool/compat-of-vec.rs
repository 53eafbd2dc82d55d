use qnpool::compat::object_pool::Pool;

fn main() {
    let _pool = Pool::new(4, || Vec::<u8>::new());
}
