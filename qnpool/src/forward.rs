//! Implementations of std's traits for guards, by those of the object.

/// Forwards them for a guard that dereferences to its object, of type `T`.
macro_rules! forward_traits {
    ([$($parameter:tt)*] $guard:ty) => {
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

        impl<$($parameter)*> core::fmt::Debug for $guard
        where
            T: core::fmt::Debug,
        {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<$($parameter)*> core::fmt::Display for $guard
        where
            T: core::fmt::Display,
        {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                (**self).fmt(f)
            }
        }

        #[cfg(feature = "std")]
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

        #[cfg(feature = "std")]
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

        crate::forward_buffers::forward_buffers!([$($parameter)*] $guard, T);
    };
}

pub(crate) use forward_traits;
