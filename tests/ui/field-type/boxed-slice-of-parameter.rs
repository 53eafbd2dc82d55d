use qnpool::Poolable;

#[derive(Poolable)]
struct Matrix<T> {
    cells: Box<[T]>,
}

fn main() {}
