//! Support for `#[pool(zeroize)]` on a field.

use zeroize::Zeroize;

use super::{PoolObject, RecyclingVec};

/// Wipes all elements, including the spare ones and the unused capacity; the vector is empty
/// afterwards.
impl<T: PoolObject + Zeroize> Zeroize for RecyclingVec<T> {
    fn zeroize(&mut self) {
        // A wiped element is not a reset one, so all become live, and `clear` resets them.
        self.live = self.elements.len();
        self.elements.iter_mut().for_each(Zeroize::zeroize);
        self.clear();
        self.elements.spare_capacity_mut().zeroize();
    }
}
