//! Ways to keep the rows of a batch, each used in the same way.

use csv::StringRecord;
use qnpool::{Bounded, LocalPool, Pool, Poolable, RecyclingVec};

use crate::text::{Input, ROWS};

/// A row as one writes it who has no pool.
#[derive(Default)]
pub(crate) struct PlainRow {
    cells: Vec<String>,
}

impl PlainRow {
    #[inline]
    fn new(record: &StringRecord) -> Self {
        Self {
            cells: record.iter().map(str::to_owned).collect(),
        }
    }
}

#[derive(Default, Poolable)]
pub(crate) struct Batch {
    #[pool(max_capacity = ROWS)]
    rows: RecyclingVec<Row>,
}

#[derive(Default, Poolable)]
struct Row {
    #[pool(max_capacity = 8)]
    cells: RecyclingVec<Bounded<String, 128>>,
}

impl Batch {
    #[inline]
    fn push(&mut self, record: &StringRecord) {
        let row = self.rows.push_recycled();
        for cell in record {
            row.cells.push_recycled().push_str(cell);
        }
    }
}

/// What becomes of a batch: every cell is looked at.
#[inline]
fn checksum<'a>(rows: impl Iterator<Item = impl Iterator<Item = &'a str>>) -> usize {
    let each = |cell: &str| cell.len() + usize::from(cell.as_bytes().last().copied().unwrap_or(0));
    rows.flatten().map(each).sum()
}

#[inline]
fn checksum_of_plain(rows: &[PlainRow]) -> usize {
    checksum(rows.iter().map(|row| row.cells.iter().map(String::as_str)))
}

#[inline]
fn checksum_of_batch(batch: &Batch) -> usize {
    checksum(
        batch
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.as_str())),
    )
}

/// One way to keep rows.
pub(crate) trait Decoder: Default {
    const NAME: &'static str;

    /// One batch: decoded, looked at, given up.
    fn batch(&mut self, input: &mut Input) -> usize;
}

/// No row is kept: what the parser alone takes.
#[derive(Default)]
pub(crate) struct ParserAlone;

impl Decoder for ParserAlone {
    const NAME: &'static str = "parser-alone";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut sum = 0;
        input.decode(|record| sum += checksum(std::iter::once(record.iter())));
        sum
    }
}

#[derive(Default)]
pub(crate) struct Fresh;

impl Decoder for Fresh {
    const NAME: &'static str = "fresh";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut rows = Vec::with_capacity(ROWS);
        input.decode(|record| rows.push(PlainRow::new(record)));
        checksum_of_plain(&rows)
    }
}

/// The buffer of the outer vector is all that comes back.
#[derive(Default)]
pub(crate) struct PooledVec(Pool<Bounded<Vec<PlainRow>, ROWS>>);

impl Decoder for PooledVec {
    const NAME: &'static str = "pooled-vec";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut rows = self.0.get();
        input.decode(|record| rows.push(PlainRow::new(record)));
        checksum_of_plain(&rows)
    }
}

#[derive(Default)]
pub(crate) struct PooledRecyclingVec(Pool<Batch>);

impl Decoder for PooledRecyclingVec {
    const NAME: &'static str = "recycling-vec";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut batch = self.0.get();
        input.decode(|record| batch.push(record));
        checksum_of_batch(&batch)
    }
}

#[derive(Default)]
pub(crate) struct LocalRecyclingVec(LocalPool<Batch>);

impl Decoder for LocalRecyclingVec {
    const NAME: &'static str = "recycling-vec-local";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut batch = self.0.get();
        input.decode(|record| batch.push(record));
        checksum_of_batch(&batch)
    }
}

/// What one writes by hand: rows and cells stay, the number of those in use is kept beside
/// them. No limit, no pool, and nothing is cleared before it is written again.
#[derive(Default)]
pub(crate) struct ByHand {
    rows: Vec<PlainRow>,
}

impl Decoder for ByHand {
    const NAME: &'static str = "by-hand";

    fn batch(&mut self, input: &mut Input) -> usize {
        let mut used = 0;
        input.decode(|record| {
            if used == self.rows.len() {
                self.rows.push(PlainRow::default());
            }
            let cells = &mut self.rows[used].cells;
            cells.resize_with(record.len(), String::new);
            for (cell, text) in cells.iter_mut().zip(record) {
                cell.clear();
                cell.push_str(text);
            }
            used += 1;
        });
        checksum_of_plain(&self.rows[..used])
    }
}

pub(crate) trait Visitor {
    fn visit<D: Decoder>(&mut self);
}

/// All of them, in the order in which they are measured.
pub(crate) fn for_each(visitor: &mut impl Visitor) {
    visitor.visit::<ParserAlone>();
    visitor.visit::<Fresh>();
    visitor.visit::<PooledVec>();
    visitor.visit::<PooledRecyclingVec>();
    visitor.visit::<LocalRecyclingVec>();
    visitor.visit::<ByHand>();
}
