//! An array that grows while others read it.

use std::sync::OnceLock;

/// Items in the first part; each further one is as long as all before it.
const FIRST: usize = 16;
const PARTS: usize = 28;

/// Items that stay where they are: parts of doubling length, each made when first needed.
///
/// Reading takes no lock, and adding none but that of the part's making.
pub(super) struct Growing<T> {
    parts: [OnceLock<Box<[T]>>; PARTS],
}

impl<T: Default> Growing<T> {
    pub(super) const fn new() -> Self {
        Self {
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
        let (part, place) = locate(index);
        let items =
            self.parts[part].get_or_init(|| (0..part_len(part)).map(|_| T::default()).collect());
        &items[place]
    }

    /// All items there are, by index.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(|(part, items)| {
            let first = if part == 0 { 0 } else { part_len(part) };
            let items = items.get().map_or(&[][..], |items| &items[..]);
            items
                .iter()
                .enumerate()
                .map(move |(place, item)| (first + place, item))
        })
    }
}

/// Part 0 is as long as part 1.
const fn part_len(part: usize) -> usize {
    if part == 0 {
        FIRST
    } else {
        FIRST << (part - 1)
    }
}

#[inline]
const fn locate(index: usize) -> (usize, usize) {
    if index < FIRST {
        return (0, index);
    }
    let part = (index.ilog2() - FIRST.ilog2()) as usize + 1;
    (part, index - part_len(part))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_index_has_one_place() {
        let array = Growing::<AtomicUsize>::new();
        assert!(array.iter().next().is_none());
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
        assert_eq!(array.iter().next().unwrap().0, 64);
        let found: Vec<_> = array
            .iter()
            .filter(|(_, item)| item.load(Ordering::Relaxed) == 7)
            .map(|(index, _)| index)
            .collect();
        assert_eq!(found, [100]);
    }
}
