use std::net::TcpStream;

use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    #[pool(keep)]
    stream: TcpStream,
}

fn main() {}
