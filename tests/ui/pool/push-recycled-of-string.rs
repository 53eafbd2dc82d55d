use qnpool::RecyclingVec;

fn main() {
    let mut names = RecyclingVec::<String>::new();
    names.push_recycled();
}
