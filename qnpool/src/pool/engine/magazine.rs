//! A magazine: the objects that travel together.

/// Idle objects, boxed (what moves is a pointer, whatever the object's size), and
/// the credit to hold them.
///
/// Never more objects than credit. The memory of the list follows the credit, so the
/// magazine that a short-lived thread leaves behind with one object in it is small.
pub(in super::super) struct Magazine<T> {
    objects: Vec<Box<T>>,
    credit: usize,
}

impl<T> Magazine<T> {
    pub(super) const fn empty() -> Self {
        Self {
            objects: Vec::new(),
            credit: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub(super) const fn credit(&self) -> usize {
        self.credit
    }

    pub(super) fn has_room(&self) -> bool {
        self.objects.len() < self.credit
    }

    /// Takes credit for more objects, and the memory to list them.
    pub(super) fn grow(&mut self, credit: usize) {
        self.credit += credit;
        let missing = self.credit - self.objects.len();
        if self.objects.capacity() == 0 {
            // Many pools never hold more than one object.
            self.objects.reserve_exact(missing);
        } else {
            self.objects.reserve(missing);
        }
    }

    /// Takes over another one's objects and credit.
    pub(super) fn absorb(&mut self, mut other: Self) {
        if self.credit == 0 && other.objects.len() == other.credit {
            *self = other;
            return;
        }
        self.grow(other.credit);
        self.objects.append(&mut other.objects);
    }

    /// Takes off the oldest objects, at most so many, each with its credit.
    pub(super) fn split_oldest(&mut self, most: usize) -> Self {
        let count = most.min(self.objects.len());
        self.credit -= count;
        Self {
            objects: self.objects.drain(..count).collect(),
            credit: count,
        }
    }

    /// Gives up the credit that no object uses, and says how much that is.
    #[must_use = "credit that is given up belongs back in the budget"]
    pub(super) fn shed(&mut self) -> usize {
        let spare = self.credit - self.objects.len();
        self.credit = self.objects.len();
        spare
    }

    /// Gives up half of that credit, and says how much that is.
    #[must_use = "credit that is given up belongs to another magazine"]
    pub(super) fn give_half_of_spare(&mut self) -> usize {
        let half = (self.credit - self.objects.len()).div_ceil(2);
        self.credit -= half;
        half
    }

    pub(super) fn pop(&mut self) -> Option<Box<T>> {
        self.objects.pop()
    }

    /// Gives the object back if there is no credit for it.
    pub(super) fn push(&mut self, object: Box<T>) -> Result<(), Box<T>> {
        if !self.has_room() {
            return Err(object);
        }
        self.objects.push(object);
        Ok(())
    }

    /// Reads the object in this place.
    ///
    /// # Safety
    ///
    /// There is one, and it is not there any more: the next `set_len` says so.
    #[inline]
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "objects travel in their box"
    )]
    pub(super) unsafe fn take_at(&mut self, place: usize) -> Box<T> {
        // SAFETY: As the caller promises.
        unsafe { self.objects.as_ptr().add(place).read() }
    }

    /// Writes an object to this place.
    ///
    /// # Safety
    ///
    /// It is below the credit and holds none; the next `set_len` says that it does.
    #[inline]
    pub(super) unsafe fn put_at(&mut self, place: usize, object: Box<T>) {
        // SAFETY: As the caller promises: `grow` is the only one to raise the credit,
        // and reserves memory for it; nothing shrinks the list.
        unsafe { self.objects.as_mut_ptr().add(place).write(object) };
    }

    /// Says how many places hold objects, from the first on.
    ///
    /// # Safety
    ///
    /// They do, and no others.
    pub(super) unsafe fn set_len(&mut self, len: usize) {
        // SAFETY: As the caller promises; no more than the credit, for which there is
        // memory.
        unsafe { self.objects.set_len(len) };
    }

    /// The objects, each of which still holds a credit.
    pub(in super::super) fn into_objects(self) -> Vec<Box<T>> {
        self.objects
    }
}
