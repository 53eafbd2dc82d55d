//! Implementations of `Buf` and `BufMut` for wrappers, by those of the inner value.

/// Forwards them for a type that dereferences to a `$inner`, always the same one until it is
/// assigned to.
///
/// Forwards the methods that a buffer may implement itself. The methods for numbers of more than
/// one byte are not forwarded: no known buffer implements them, and their defaults call the methods
/// here.
macro_rules! forward_buffers {
    ([$($parameter:tt)*] $outer:ty, $inner:ident) => {
        #[cfg(feature = "bytes")]
        impl<$($parameter)*> bytes::Buf for $outer
        where
            $inner: bytes::Buf,
        {
            #[inline]
            fn remaining(&self) -> usize {
                (**self).remaining()
            }

            #[inline]
            fn chunk(&self) -> &[u8] {
                (**self).chunk()
            }

            #[cfg(feature = "std")]
            #[inline]
            fn chunks_vectored<'a>(&'a self, slices: &mut [std::io::IoSlice<'a>]) -> usize {
                (**self).chunks_vectored(slices)
            }

            #[inline]
            fn advance(&mut self, count: usize) {
                (**self).advance(count);
            }

            #[inline]
            fn has_remaining(&self) -> bool {
                (**self).has_remaining()
            }

            #[inline]
            fn copy_to_slice(&mut self, target: &mut [u8]) {
                (**self).copy_to_slice(target);
            }

            #[inline]
            fn try_copy_to_slice(&mut self, target: &mut [u8]) -> Result<(), bytes::TryGetError> {
                (**self).try_copy_to_slice(target)
            }

            #[inline]
            fn copy_to_bytes(&mut self, length: usize) -> bytes::Bytes {
                (**self).copy_to_bytes(length)
            }

            #[inline]
            fn get_u8(&mut self) -> u8 {
                (**self).get_u8()
            }

            #[inline]
            fn get_i8(&mut self) -> i8 {
                (**self).get_i8()
            }
        }

        // SAFETY: Every method forwards to the same buffer, which keeps the trait's contract.
        #[cfg(feature = "bytes")]
        #[expect(unsafe_code, reason = "the trait is unsafe")]
        unsafe impl<$($parameter)*> bytes::BufMut for $outer
        where
            $inner: bytes::BufMut,
        {
            #[inline]
            fn remaining_mut(&self) -> usize {
                (**self).remaining_mut()
            }

            #[inline]
            unsafe fn advance_mut(&mut self, count: usize) {
                // SAFETY: The caller has initialized these bytes, which are those of the inner
                // buffer.
                unsafe { (**self).advance_mut(count) };
            }

            #[inline]
            fn has_remaining_mut(&self) -> bool {
                (**self).has_remaining_mut()
            }

            #[inline]
            fn chunk_mut(&mut self) -> &mut bytes::buf::UninitSlice {
                (**self).chunk_mut()
            }

            #[inline]
            fn put<Source: bytes::Buf>(&mut self, source: Source) {
                (**self).put(source);
            }

            #[inline]
            fn put_slice(&mut self, source: &[u8]) {
                (**self).put_slice(source);
            }

            #[inline]
            fn put_bytes(&mut self, byte: u8, count: usize) {
                (**self).put_bytes(byte, count);
            }

            #[inline]
            fn put_u8(&mut self, number: u8) {
                (**self).put_u8(number);
            }

            #[inline]
            fn put_i8(&mut self, number: i8) {
                (**self).put_i8(number);
            }
        }
    };
}

pub(crate) use forward_buffers;
