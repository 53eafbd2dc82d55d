//! For `#[pool(zeroize)]` on a field.

use zeroize::Zeroize;

use super::{PoolObject, RecyclingVec};

/// Wipes all elements, the spare ones too, and the room behind them; the vector is empty
/// afterwards.
impl<T: PoolObject + Zeroize> Zeroize for RecyclingVec<T> {
    fn zeroize(&mut self) {
        // What is wiped is not what is reset, so that none stays spare.
        self.live = self.elements.len();
        self.elements.iter_mut().for_each(Zeroize::zeroize);
        self.clear();
        self.elements.spare_capacity_mut().zeroize();
    }
}
