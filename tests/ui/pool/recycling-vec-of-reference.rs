use qnpool::RecyclingVec;

fn main() {
    let mut lines = RecyclingVec::<&[u8]>::new();
    lines.clear();
}
