use qnpool::Pool;

struct Server {
    bodies: Pool<Vec<u8>>,
}

impl Server {
    fn new() -> Self {
        Self {
            bodies: Pool::new(),
        }
    }
}

fn main() {}
