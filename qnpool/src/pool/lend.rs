//! What both guards do alike: end, and lend their object.

/// For a guard with a field `object: ManuallyDrop<Box<T>>`, a method `shared`, and a
/// function `end` that takes it apart; `$shared` is found in the part named `$home`.
macro_rules! guard {
    ([$($parameter:tt)*] $guard:ty, $home:ident => $shared:expr) => {
        impl<$($parameter)*> $guard {
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
                let ($home, object) = Self::end(guard);
                $shared.count_detached();
                object
            }

            /// Drops the object instead of putting it back, such as a connection found
            /// broken.
            pub fn discard(guard: Self) {
                let ($home, object) = Self::end(guard);
                $shared.discard(object);
            }
        }

        impl<$($parameter)*> Drop for $guard {
            #[inline]
            fn drop(&mut self) {
                // SAFETY: Taken once: this is the end of the guard.
                let object = unsafe { ::std::mem::ManuallyDrop::take(&mut self.object) };
                self.shared().put(object);
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
