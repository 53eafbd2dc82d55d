//! Finds the call site of a method with `#[track_caller]` that was passed as a function, as in
//! `map(Pool::get)`.
//!
//! The compiler generates the function that makes such a call. Its [`Location`] is in
//! `core/src/ops/function.rs`; for a call through a function pointer, it is the definition of the
//! method. Both are the same for every caller, so the call site is read from the stack.

use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use super::CallLocation;
use super::frames::{Frame, capture, is_below, is_of_this_crate, read};
use super::return_addresses::{MOST, return_addresses};

/// Whether many callers share this location: it is in the standard library, or the definition of a
/// method of this crate, for a call through a function pointer.
pub(super) fn is_shared(location: &Location<'_>) -> bool {
    is_of_std(location.file()) || has_methods(location.file())
}

/// Whether this file defines methods that take objects. Files of `bench` only call them.
fn has_methods(path: &str) -> bool {
    is_below(path, &["pool"]) || is_below(path, &["compat"])
}

/// The maximum number of stacks in `KNOWN`. At the limit the map is cleared, and stacks are read
/// again.
const MOST_KNOWN: usize = 1024;

/// Returns the call site of a method whose location [`is_shared`]: the innermost frame outside of
/// this crate and of the standard library.
///
/// Returns `None` if the program has no debug information for it, or if memory is short.
///
/// Where the system gives return addresses, each distinct stack is read once.
pub(super) fn caller_of(location: &Location<'_>) -> Option<&'static CallLocation> {
    static KNOWN: Mutex<BTreeMap<Box<[usize]>, Option<&CallLocation>>> =
        Mutex::new(BTreeMap::new());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);

    let mut buffer = [0; MOST];
    let addresses = return_addresses(&mut buffer);
    if let Some(caller) = known().get(addresses) {
        return *caller;
    }
    let frames = read(&capture());
    if frames.is_empty() {
        return None;
    }
    let caller = caller_among(location, frames).map(|frame| CallLocation::of_frame(&frame));
    if !addresses.is_empty() {
        let addresses = addresses.into();
        let mut known = known();
        if known.len() == MOST_KNOWN {
            known.clear();
        }
        known.insert(addresses, caller);
    }
    caller
}

fn caller_among(location: &Location<'_>, frames: Vec<Frame>) -> Option<Frame> {
    let root = frames.iter().find_map(root_of_this_crate);
    let root = root.unwrap_or_default().to_owned();
    let mut caller = first_outside(location, frames)?;
    // The path as `file!()` has it, if both crates are compiled in one workspace.
    if let Some(file) = caller.file.strip_prefix(&root) {
        caller.file = file.to_owned();
    }
    Some(caller)
}

fn first_outside(location: &Location<'_>, mut frames: Vec<Frame>) -> Option<Frame> {
    // A user's own method with `#[track_caller]`, passed as a function, is a frame itself. The
    // generated function that has `location` calls it, so the call site is further out.
    let generated = frames
        .iter()
        .position(|frame| frame.is_at_line(location.file(), location.line()));
    frames.drain(..generated.map_or(0, |generated| generated + 1));
    let mut outside = frames.into_iter().skip_while(is_internal);
    outside.next().filter(|frame| !is_end_of_program(frame))
}

/// The crates whose functions are between the capture of a stack and the caller of the pool.
const INTERNAL: [&str; 4] = ["qnpool", "core", "alloc", "std"];

/// Whether the frame belongs to one of `INTERNAL`: by its file, or by its name if there is no debug
/// information.
pub(crate) fn is_internal(frame: &Frame) -> bool {
    let Frame { function, file, .. } = frame;
    if file.is_empty() {
        let name = function.trim_start_matches('<');
        let of_crate = name.split_once("::").map_or(name, |(of_crate, _)| of_crate);
        return INTERNAL.contains(&of_crate);
    }
    (is_of_this_crate(file) || is_of_std(file)) && !is_end_of_program(frame)
}

/// Whether the search ends at this frame: there is no user code further out, or no line to report.
fn is_end_of_program(frame: &Frame) -> bool {
    frame.line == 0 || frame.function.contains("__rust_begin_short_backtrace")
}

/// Returns the location of generated callers on this toolchain.
fn generated_caller() -> &'static Location<'static> {
    #[track_caller]
    fn caller(_: ()) -> &'static Location<'static> {
        Location::caller()
    }
    [()].map(caller)[0]
}

fn is_of_std(path: &str) -> bool {
    // `/rustc/59807616e1/library/`, or the path that it was remapped to.
    let generated = generated_caller().file().replace('\\', "/");
    let root = generated.strip_suffix("core/src/ops/function.rs");
    let path = path.replace('\\', "/");
    let starts = |root: &str| !root.is_empty() && path.starts_with(root);
    let from_hash = path
        .strip_prefix("/rustc/")
        .and_then(|path| path.split_once('/'));
    root.is_some_and(starts)
        || from_hash.is_some_and(|(_, path)| path.starts_with("library/"))
        || path.contains("/rustlib/src/rust/library/")
        || path.starts_with("/rust/deps/")
}

/// Returns the part of the frame's path before the path that `file!()` has.
fn root_of_this_crate(frame: &Frame) -> Option<&str> {
    let source = &file!()[..file!().len() - "pool/caller.rs".len()];
    frame.file.rsplit_once(source).map(|(root, _)| root)
}

#[cfg(test)]
mod tests {
    use super::super::frames::parse;
    use super::*;

    /// Returns the call site in a stack of a generated caller, followed by `outer`.
    fn outside(outer: &str) -> Option<(String, u32)> {
        let generated = generated_caller();
        let own = file!().replace("caller.rs", "mod.rs");
        let text = format!(
            " 0: get\n at {own}:9:1\n 1: call_once\n at {}:{}:5\n{outer}",
            generated.file(),
            generated.line()
        );
        let frame = first_outside(generated, parse(&text))?;
        Some((frame.function, frame.line))
    }

    #[test]
    fn call_site_is_the_innermost_frame_outside_std_and_qnpool() {
        let std_files = [
            "/rustc/59807616e1/library/core/src/option.rs",
            r"/rustc/59807616e1/library\alloc\src\vec\mod.rs",
            "/usr/local/rustup/toolchains/1.85/lib/rustlib/src/rust/library/std/src/sync/once.rs",
            "/rust/deps/hashbrown-0.16.0/src/raw.rs",
        ];
        for file in std_files {
            assert!(is_of_std(file), "{file}");
            let text = format!(" 2: map\n at {file}:7:1\n 3: handle\n at /server/src/a.rs:8:5\n");
            assert_eq!(outside(&text), Some(("handle".to_owned(), 8)), "{file}");
        }
        for file in [
            "/server/library/core/src/a.rs",
            "core/src/ops/function.rs",
            "/rustc/a.rs",
        ] {
            assert!(!is_of_std(file), "{file}");
        }
        // Further out is the user's wrapper.
        let wrapped = " 2: handle\n at /server/src/a.rs:8:5\n 3: main\n at /server/src/b.rs:1:1\n";
        assert_eq!(outside(wrapped), Some(("handle".to_owned(), 8)));
    }

    #[test]
    fn frame_without_a_line_gives_no_call_site() {
        // The frame with debug information belongs to another crate, and is not the caller.
        let named = " 2: core::option::Option<T>::map\n 3: server::handle\n 4: run\n at /runtime/a.rs:1:1\n";
        assert_eq!(outside(named), None);
        let ended = " 2: std::sys::backtrace::__rust_begin_short_backtrace\n at /rustc/5/library/std/src/sys/backtrace.rs:1:1\n 3: start_thread\n at ./nptl/pthread_create.c:4:1\n";
        assert_eq!(outside(ended), None);
        assert_eq!(outside(""), None);
    }

    #[test]
    fn shared_locations_are_recognised() {
        assert!(is_shared(generated_caller()));
        for (file, expected) in [
            ("pool/mod.rs", true),
            ("compat/object_pool.rs", true),
            ("bench/mod.rs", false),
        ] {
            let file = file!().replace("pool/caller.rs", file);
            assert_eq!(has_methods(&file), expected, "{file}");
        }
        assert!(!has_methods("/server/src/pool/mod.rs"));
    }
}
