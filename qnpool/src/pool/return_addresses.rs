//! The return addresses of the calling thread's stack.
//!
//! They distinguish one stack from another, at a twentieth of the time in which std formats a
//! backtrace.

/// The maximum number of addresses, from the innermost call outwards; calls beyond are ignored.
pub(super) const MOST: usize = 128;

/// Fills the buffer and returns the part with addresses. Empty on systems other than Linux with
/// glibc.
pub(super) fn return_addresses(buffer: &mut [usize; MOST]) -> &[usize] {
    let length = platform::write(buffer);
    &buffer[..length]
}

#[cfg(all(target_os = "linux", target_env = "gnu", not(miri)))]
mod platform {
    use super::MOST;

    pub(super) fn write(buffer: &mut [usize; MOST]) -> usize {
        const LENGTH: libc::c_int = 128;
        const _: () = assert!(LENGTH as usize == MOST);
        // SAFETY: `backtrace` writes at most `LENGTH` addresses, and the buffer has room for them.
        // A `usize` is as large as a pointer, and may have any value.
        let length = unsafe { libc::backtrace(buffer.as_mut_ptr().cast(), LENGTH) };
        usize::try_from(length).unwrap_or(0).min(MOST)
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(miri))))]
mod platform {
    pub(super) fn write(_: &mut [usize; super::MOST]) -> usize {
        0
    }
}
