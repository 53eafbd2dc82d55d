fn begin(mut body: Vec<u8>) {
    body.reset();
}

fn main() {}
