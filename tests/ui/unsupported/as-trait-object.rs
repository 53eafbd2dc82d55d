use qnpool::Poolable;

fn wipe(object: &mut dyn Poolable) {
    object.reset();
}

fn main() {}
