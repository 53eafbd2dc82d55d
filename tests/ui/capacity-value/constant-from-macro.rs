use qnpool::Poolable;

macro_rules! packet {
    ($limit:expr) => {
        #[derive(Poolable)]
        struct Packet {
            #[pool(max_capacity = $limit)]
            body: Vec<u8>,
        }
    };
}

packet!(0);

fn main() {}
