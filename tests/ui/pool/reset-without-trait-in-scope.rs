mod packets {
    #[derive(qnpool::Poolable)]
    pub struct Packet {
        pub length: u32,
    }
}

fn begin(mut packet: packets::Packet) {
    packet.reset();
}

fn main() {}
