use qnpool::RecyclingVec;

fn main() {
    let mut lines = RecyclingVec::<Vec<u8>>::new();
    lines.clear();
}
