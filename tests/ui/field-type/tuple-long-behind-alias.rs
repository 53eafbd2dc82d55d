use qnpool::Poolable;

type Cells = (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);

#[derive(Poolable)]
struct Packet {
    body: Cells,
}

fn main() {}
