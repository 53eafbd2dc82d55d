use qnpool::{Bounded, LocalPool};

type Line = Bounded<String, 80>;

fn greet<F>(lines: &LocalPool<Line, F>) {
    lines.get().push_str("hello");
}

fn main() {}
