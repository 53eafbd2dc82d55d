//! Orders as a shop exports them: eight cells a row, of the lengths that such cells have.

use std::fmt::Write;
use std::io::Cursor;

use csv::{Position, Reader, ReaderBuilder, StringRecord};

pub(crate) const ROWS: usize = 1000;
/// Texts that are decoded in turn, so that a cell is not as long as the one before it.
pub(crate) const TEXTS: usize = 8;

pub(crate) struct Input {
    readers: Vec<Reader<Cursor<Vec<u8>>>>,
    next: usize,
    record: StringRecord,
}

impl Input {
    pub(crate) fn new() -> Self {
        let mut random = fastrand::Rng::with_seed(7);
        let reader = |_| {
            ReaderBuilder::new()
                .has_headers(false)
                .from_reader(Cursor::new(text(&mut random).into_bytes()))
        };
        Self {
            readers: (0..TEXTS).map(reader).collect(),
            next: 0,
            record: StringRecord::new(),
        }
    }

    /// Reads the next text; `row` is called with each record.
    #[inline]
    pub(crate) fn decode(&mut self, mut row: impl FnMut(&StringRecord)) {
        let reader = &mut self.readers[self.next];
        self.next = (self.next + 1) % TEXTS;
        reader.seek(Position::new()).expect("it is in memory");
        while reader.read_record(&mut self.record).expect("it is CSV") {
            row(&self.record);
        }
    }
}

fn text(random: &mut fastrand::Rng) -> String {
    let mut text = String::new();
    for _ in 0..ROWS {
        let number = random.u32(..);
        let (given, family) = (word(random, 3..9), word(random, 4..14));
        let (hour, minute, second) = (random.u8(..24), random.u8(..60), random.u8(..60));
        let day = random.u8(1..29);
        write!(
            text,
            "{number},2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}Z,"
        )
        .unwrap();
        write!(
            text,
            "{given} {family},{given}.{family}@{}.example,",
            word(random, 4..12)
        )
        .unwrap();
        write!(
            text,
            "{},{}.{:02},",
            word(random, 4..18),
            random.u16(..2000),
            random.u8(..100)
        )
        .unwrap();
        text.push_str(["open", "paid", "shipped", "returned"][random.usize(..4)]);
        text.push_str(",\"");
        // One in four has nothing to say, and one in five hundred has a lot.
        let words = match random.u16(..500) {
            0 => 120,
            1..125 => 0,
            _ => random.usize(2..16),
        };
        for _ in 0..words {
            text.push_str(&word(random, 2..9));
            text.push_str([" ", ", "][random.usize(..2)]);
        }
        text.push_str("\"\n");
    }
    text
}

fn word(random: &mut fastrand::Rng, length: std::ops::Range<usize>) -> String {
    let length = random.usize(length);
    (0..length).map(|_| random.lowercase()).collect()
}
