//! Objects made ahead, on their way into the depot.

use super::Engine;
use super::magazine::Magazine;

/// A magazine that is being filled; what is in it goes to the depot, whatever ends
/// the filling.
pub(in super::super) struct Prewarm<'engine, T> {
    engine: &'engine Engine<T>,
    magazine: Magazine<T>,
}

impl<'engine, T> Prewarm<'engine, T> {
    pub(in super::super) const fn new(engine: &'engine Engine<T>) -> Self {
        Self {
            engine,
            magazine: Magazine::empty(),
        }
    }

    /// Sets credit aside for one more object, if need be what a cache holds for later.
    /// False if the pool may not hold more.
    pub(in super::super) fn reserve(&mut self) -> bool {
        if self.magazine.len() >= self.engine.magazine_size {
            self.deliver();
        }
        let mut credit = self.engine.budget.draw(1);
        if credit == 0 {
            self.engine.collect_spare_credit();
            credit = self.engine.budget.draw(1);
        }
        self.magazine.grow(credit);
        self.magazine.has_room()
    }

    /// Gives the object back if nothing was reserved for it.
    pub(in super::super) fn push(&mut self, object: Box<T>) -> Result<(), Box<T>> {
        self.magazine.push(object)
    }

    fn deliver(&mut self) {
        let mut magazine = std::mem::replace(&mut self.magazine, Magazine::empty());
        self.engine.budget.give_back(magazine.shed());
        if !magazine.is_empty() {
            self.engine.depot.put(0, magazine);
        }
    }
}

impl<T> Drop for Prewarm<'_, T> {
    fn drop(&mut self) {
        self.deliver();
    }
}
