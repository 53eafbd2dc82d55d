use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(std::net::IpAddr),
    Busy,
}

fn main() {}
