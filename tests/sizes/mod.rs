//! Uses of a buffer, and what they cost.

use qnpool::{Bounded, Guard, Pool};

pub(crate) const LIMIT: usize = 4096;
pub(crate) const SMALL: usize = 200;

pub(crate) type Buffer = Bounded<Vec<u8>, LIMIT>;

/// What is done with one object.
pub(crate) struct Use {
    filled: usize,
    is_emptied: bool,
}

impl Use {
    pub(crate) fn filled(filled: usize) -> Self {
        Self {
            filled,
            is_emptied: false,
        }
    }

    /// Nothing is left in it when it comes back.
    pub(crate) fn emptied(filled: usize) -> Self {
        Self {
            is_emptied: true,
            ..Self::filled(filled)
        }
    }
}

/// How many of these uses, one after the other, had to allocate.
pub(crate) fn reallocations(pool: &Pool<Buffer>, uses: impl Iterator<Item = Use>) -> usize {
    let allocates = |one: &Use| {
        let mut buffer = pool.get();
        let before = buffer.capacity();
        buffer.resize(one.filled, 7);
        let allocated = buffer.capacity() > before;
        if one.is_emptied {
            buffer.clear();
        }
        allocated
    };
    uses.filter(allocates).count()
}

/// What this thread finds in the pool, all put back.
pub(crate) fn bytes_idle(pool: &Pool<Buffer>) -> usize {
    let buffers: Vec<Guard<'_, Buffer>> = std::iter::from_fn(|| pool.get_idle()).collect();
    buffers.iter().map(|buffer| buffer.capacity()).sum()
}
