//! What both guards do alike: end, and lend their object.

/// For a guard with a field `pool_ref`, a field `object: ManuallyDrop<Box<T>>`, and a method
/// `take` that takes the object and what keeps the pool alive.
macro_rules! guard {
    ([$($parameter:tt)*] $guard:ty) => {
        impl<$($parameter)*> $guard {
            /// Notes the place where the object is now, for the [census](crate::Census) and
            /// for reports of [long holds](crate::LongHold): of all places that hold on to
            /// an object, a later one says more than the one that took it.
            ///
            /// Costs one comparison for an object that is not followed. An associated
            /// function, so that it cannot be taken for a method of the object.
            ///
            /// ```
            /// use qnpool::{Bounded, Guard, LeakDetection, Pool};
            ///
            /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
            ///     .leak_detection(LeakDetection::All)
            ///     .build();
            /// let parked = pool.get();
            /// Guard::touch(&parked); // "last seen here"
            /// let census = pool.census();
            /// let touched = census.call_sites[0].holds[0].touched.unwrap();
            /// assert_eq!(touched.line(), census.call_sites[0].location.line() + 1);
            /// ```
            #[track_caller]
            pub fn touch(guard: &Self) {
                guard.pool_ref.touch(::std::panic::Location::caller());
            }

            /// Takes the object out for good, as it is; the pool forgets it.
            ///
            /// An associated function, so that it cannot be taken for a method of the
            /// object.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach(guard: Self) -> T {
                *Self::detach_boxed(guard)
            }

            /// As [`detach`](Self::detach), in the box that the object has been in all along:
            /// one allocation the fewer, and it never stands on the stack.
            #[must_use = "the object is dropped; use `discard` to say so"]
            pub fn detach_boxed(guard: Self) -> Box<T> {
                let mut guard = ::std::mem::ManuallyDrop::new(guard);
                // SAFETY: This is the end of the guard, which is not dropped, and of the
                // hold. The pool is there as long as what `take` gives.
                unsafe {
                    let (object, _pool) = guard.take();
                    guard.pool_ref.end().count_detached();
                    object
                }
            }

            /// Drops the object instead of putting it back, such as a connection found
            /// broken.
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
                // SAFETY: This is the end of the guard, and of the hold. The pool is there
                // as long as what `take` gives, which is until after `put`, also if that
                // panics.
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

    /// As the compiler makes them, in each unit of code that a function is compiled in.
    #[test]
    fn a_line_with_several_locations_is_one_row() {
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
