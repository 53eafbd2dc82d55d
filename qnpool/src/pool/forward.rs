//! What both guards do alike: end, deref, and lend the object's own traits.

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

        impl<$($parameter)*, Target: ?Sized> AsRef<Target> for $guard
        where
            T: AsRef<Target>,
        {
            fn as_ref(&self) -> &Target {
                (**self).as_ref()
            }
        }

        impl<$($parameter)*, Target: ?Sized> AsMut<Target> for $guard
        where
            T: AsMut<Target>,
        {
            fn as_mut(&mut self) -> &mut Target {
                (**self).as_mut()
            }
        }

        impl<$($parameter)*> std::fmt::Debug for $guard
        where
            T: std::fmt::Debug,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<$($parameter)*> std::fmt::Display for $guard
        where
            T: std::fmt::Display,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<$($parameter)*> std::io::Read for $guard
        where
            T: std::io::Read,
        {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                (**self).read(buffer)
            }

            fn read_vectored(&mut self, buffers: &mut [std::io::IoSliceMut<'_>]) -> std::io::Result<usize> {
                (**self).read_vectored(buffers)
            }

            fn read_to_end(&mut self, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
                (**self).read_to_end(buffer)
            }

            fn read_to_string(&mut self, buffer: &mut String) -> std::io::Result<usize> {
                (**self).read_to_string(buffer)
            }

            fn read_exact(&mut self, buffer: &mut [u8]) -> std::io::Result<()> {
                (**self).read_exact(buffer)
            }
        }

        impl<$($parameter)*> std::io::Write for $guard
        where
            T: std::io::Write,
        {
            fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
                (**self).write(buffer)
            }

            fn write_vectored(&mut self, buffers: &[std::io::IoSlice<'_>]) -> std::io::Result<usize> {
                (**self).write_vectored(buffers)
            }

            fn write_all(&mut self, buffer: &[u8]) -> std::io::Result<()> {
                (**self).write_all(buffer)
            }

            fn flush(&mut self) -> std::io::Result<()> {
                (**self).flush()
            }
        }
    };
}

pub(super) use guard;
