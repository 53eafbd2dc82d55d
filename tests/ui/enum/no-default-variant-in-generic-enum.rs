use qnpool::Poolable;

#[derive(Poolable)]
enum Either<L, R> {
    Left(L),
    Right(R),
}

fn main() {}
