use qnpool::Poolable;

macro_rules! packet {
    ($body:ty) => {
        #[derive(Poolable)]
        struct Packet {
            body: $body,
        }
    };
}

packet!(Vec<u8>);

fn main() {}
