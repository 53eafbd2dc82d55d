//! An array that grows while others read it.

use std::sync::OnceLock;

/// Items that are there from the start; each part is as long as all before it.
const FIRST: usize = 16;
const PARTS: usize = 28;

/// Items that stay where they are: parts of doubling length, each made when first needed.
///
/// Reading takes no lock, and adding none but that of the part's making. The first items
/// are found without a look at any part: most threads need no more records, and most pools
/// no more threads.
pub(super) struct Growing<T> {
    first: [T; FIRST],
    parts: [OnceLock<Box<[T]>>; PARTS],
}

impl<T: Default> Growing<T> {
    pub(super) fn new() -> Self {
        Self {
            first: std::array::from_fn(|_| T::default()),
            parts: [const { OnceLock::new() }; PARTS],
        }
    }

    /// The item of this index, made if it is not there yet, with others around it.
    ///
    /// # Panics
    ///
    /// From four thousand million on.
    #[inline]
    pub(super) fn at(&self, index: usize) -> &T {
        match self.first.get(index) {
            Some(item) => item,
            None => self.at_part(index),
        }
    }

    #[inline(never)]
    fn at_part(&self, index: usize) -> &T {
        let part = (index.ilog2() - FIRST.ilog2()) as usize;
        let items =
            self.parts[part].get_or_init(|| (0..part_len(part)).map(|_| T::default()).collect());
        &items[index - part_len(part)]
    }

    /// All items there are, by index.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let parts = self.parts.iter().enumerate();
        let parts = parts.flat_map(|(part, items)| {
            let items = items.get().map_or(&[][..], |items| &items[..]);
            (part_len(part)..).zip(items)
        });
        self.first.iter().enumerate().chain(parts)
    }
}

/// Also the index of its first item.
const fn part_len(part: usize) -> usize {
    FIRST << part
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_index_has_one_place() {
        let array = Growing::<AtomicUsize>::new();
        for index in 0..1000 {
            array.at(index).store(index + 1, Ordering::Relaxed);
        }
        for (index, item) in array.iter().take(1000) {
            assert_eq!(item.load(Ordering::Relaxed), index + 1);
            assert!(std::ptr::eq(item, array.at(index)));
        }
        assert_eq!(array.iter().count(), 1024);
    }

    #[test]
    fn parts_may_be_made_in_any_order() {
        let array = Growing::<AtomicUsize>::new();
        array.at(100).store(7, Ordering::Relaxed);
        let indices: Vec<_> = array.iter().map(|(index, _)| index).collect();
        assert!(indices.into_iter().eq((0..16).chain(64..128)));
        let found: Vec<_> = array
            .iter()
            .filter(|(_, item)| item.load(Ordering::Relaxed) == 7)
            .map(|(index, _)| index)
            .collect();
        assert_eq!(found, [100]);
    }
}
