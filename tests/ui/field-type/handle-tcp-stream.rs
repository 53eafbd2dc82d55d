use std::net::TcpStream;

use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    stream: TcpStream,
}

fn main() {}
