//! The methods and traits that both guards have.

/// Implements them for a guard with the fields `pool_ref` and `object: ManuallyDrop<Box<T>>`, and a
/// method `take`, which returns the object and the value that keeps the pool alive.
macro_rules! guard {
    ([$($parameter:tt)*] $guard:ty) => {
        impl<$($parameter)*> $guard {
            /// Records the calling line as the last place where the object was seen.
            ///
            /// The [census](crate::Census) and reports of [long holds](crate::LongHold) show this
            /// place besides the line that took the object. Call it where an object is stored or
            /// handed on.
            ///
            /// Costs one comparison for an object that is not tracked. This is an associated
            /// function, so that it does not hide a method of the object.
            ///
            /// ```
            /// use qnpool::{Bounded, Guard, LeakDetection, Pool};
            ///
            /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
            ///     .leak_detection(LeakDetection::All)
            ///     .build();
            /// let parked = pool.get();
            /// Guard::touch(&parked); // reported as "last seen at" this line
            /// let census = pool.census();
            /// let touched = census.call_sites[0].holds[0].touched.unwrap();
            /// assert_eq!(touched.line(), census.call_sites[0].location.line() + 1);
            /// ```
            #[track_caller]
            pub fn touch(guard: &Self) {
                guard.pool_ref.touch(::std::panic::Location::caller());
            }

            /// Removes the object from the pool permanently and returns it as it is, without a
            /// reset.
            ///
            /// The object is dropped as any other value, and no longer counts for the pool; see
            /// [`Pool::attach`](crate::Pool::attach) for the way back. This is an associated
            /// function, so that it does not hide a method of the object.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach(guard: Self) -> T {
                *Self::detach_boxed(guard)
            }

            /// Removes the object from the pool permanently, in its box.
            ///
            /// Saves the move onto the stack that [`detach`](Self::detach) makes, which matters for
            /// large objects, and an allocation if the object is boxed afterwards anyway.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach_boxed(guard: Self) -> Box<T> {
                let mut guard = ::std::mem::ManuallyDrop::new(guard);
                // SAFETY: This ends the guard, which is not dropped, and the hold. What `take`
                // returns keeps the pool alive until the end of this block.
                unsafe {
                    let (object, _pool) = guard.take();
                    guard.pool_ref.end().count_detached();
                    object
                }
            }

            /// Drops the object instead of returning it to the pool.
            ///
            /// Use it for an object that cannot be reused, such as a broken connection. The object
            /// counts in [`Stats::discarded_unfit`](crate::Stats::discarded_unfit).
            ///
            /// # Panics
            ///
            /// Panics if the object's `Drop` does; while the thread unwinds, that panic is caught.
            pub fn discard(guard: Self) {
                let mut guard = ::std::mem::ManuallyDrop::new(guard);
                // SAFETY: As in `detach_boxed`.
                unsafe {
                    let (object, _pool) = guard.take();
                    guard.pool_ref.end().discard(object);
                }
            }
        }

        impl<$($parameter)*> Drop for $guard {
            #[inline]
            fn drop(&mut self) {
                // SAFETY: This ends the guard and the hold. What `take` returns keeps the pool
                // alive until after `put`, also if `put` panics.
                unsafe {
                    let (object, _pool) = self.take();
                    $crate::pool::Shared::put(self.pool_ref, object);
                }
            }
        }

        impl<$($parameter)*> std::ops::Deref for $guard {
            type Target = T;

            #[inline]
            fn deref(&self) -> &T {
                &self.object
            }
        }

        impl<$($parameter)*> std::ops::DerefMut for $guard {
            #[inline]
            fn deref_mut(&mut self) -> &mut T {
                &mut self.object
            }
        }

        crate::forward::forward_traits!([$($parameter)*] $guard);
    };
}

pub(super) use guard;

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use crate::{Guard, LeakDetection, Pool};

    /// The compiler creates one `Location` for each codegen unit that a call is compiled in.
    #[test]
    fn several_locations_of_one_line_are_one_call_site() {
        let pool = Pool::<u64>::new();
        pool.set_leak_detection(LeakDetection::All);
        let locations: &[Location] = vec![*Location::caller(); 3].leak();
        let guards: Vec<_> = locations
            .iter()
            .map(|location| Guard::get(pool.shared(), location, Box::default))
            .collect();
        let census = pool.census();
        assert_eq!((census.live(), census.call_sites.len()), (3, 1));
        assert_eq!(census.call_sites[0].taken, 3);
        drop(guards);
        assert_eq!(pool.census().call_sites[0].returned, 3);
    }
}
