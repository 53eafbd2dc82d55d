//! The functions that took an object, read from the stacks that std captured.
//!
//! A [`Location`] has a file and a line and no function, and std hands out a
//! [`Backtrace`] only as text. So the text is parsed: each line with a name, and below
//! it one with the place, if the program has debug information.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use super::CallLocation;

/// What std prints for a function that it knows no name of.
const UNKNOWN: &str = "<unknown>";

/// One call on a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Frame {
    pub(crate) function: String,
    /// Empty where it is not known.
    pub(crate) file: String,
    /// 0 where it is not known.
    pub(crate) line: u32,
    /// 0 where it is not known.
    pub(crate) column: u32,
}

/// Memory that is known to be there before a stack is captured. Of a thousand frames std
/// makes a list of this length, and of the copies that it grows by.
const TO_CAPTURE: usize = 128 << 10;

/// The same for names and lines. With the first, std reads the debug information and keeps it:
/// 38 MB of a small program.
const TO_READ_FIRST: usize = 128 << 20;
const TO_READ: usize = 1 << 20;

/// The stack of the calling thread; a disabled one where memory is short.
///
/// std collects the frames under a lock, and takes the same lock to report that an allocation
/// failed. A thread that runs out of memory in between waits for itself. So it is asked first
/// whether there is memory.
pub(super) fn capture() -> Backtrace {
    if can_allocate(TO_CAPTURE) {
        Backtrace::force_capture()
    } else {
        Backtrace::disabled()
    }
}

fn can_allocate(bytes: usize) -> bool {
    let mut reserve = Vec::<u8>::new();
    let can = reserve.try_reserve_exact(bytes).is_ok();
    // Or the compiler leaves the allocation out.
    black_box(&reserve);
    can
}

/// The function that this line is in, by a stack that leads through the line.
pub(crate) fn function_at(location: &CallLocation, stack: &Backtrace) -> Option<String> {
    let frames = read(stack);
    let frame = frames.into_iter().find(|frame| frame.is_at(location))?;
    Some(frame.function)
}

/// The frames of a stack that have a name, the innermost first. Slow: looks every address
/// up. None where memory is short, for the reason that [`capture`] has.
pub(crate) fn read(stack: &Backtrace) -> Vec<Frame> {
    static HAS_READ: AtomicBool = AtomicBool::new(false);
    let bytes = if HAS_READ.load(Ordering::Relaxed) {
        TO_READ
    } else {
        TO_READ_FIRST
    };
    if stack.status() != BacktraceStatus::Captured || !can_allocate(bytes) {
        return Vec::new();
    }
    // The long form, `{:#}`: the short one cuts paths down to the working directory, which
    // for a test is not the one that a `Location` begins at.
    let mut frames = parse(&format!("{stack:#}"));
    HAS_READ.store(true, Ordering::Relaxed);
    frames.retain(|frame| frame.function != UNKNOWN);
    frames
}

pub(super) fn parse(text: &str) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("at "), frames.last_mut()) {
            (Some(place), Some(frame)) => {
                if let Some((file, line, column)) = file_and_line(place) {
                    file.clone_into(&mut frame.file);
                    (frame.line, frame.column) = (line, column);
                }
            }
            _ => frames.push(Frame {
                function: without_hashes(symbol(line)),
                file: String::new(),
                line: 0,
                column: 0,
            }),
        }
    }
    frames
}

/// `  4:     0x55ed6211ef5e - name`, or without the address; inlined functions have neither.
fn symbol(line: &str) -> &str {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let line = match line.split_once(": ") {
        Some((number, rest)) if is_number(number) => rest.trim_start(),
        _ => line,
    };
    match line.split_once(" - ") {
        Some((address, name)) if address.starts_with("0x") => name,
        _ => line,
    }
}

/// `file:line:column` or `file:line`, where the file may have a colon too.
fn file_and_line(place: &str) -> Option<(&str, u32, u32)> {
    let (rest, last) = place.rsplit_once(':')?;
    let last = last.parse().ok()?;
    let with_column = rest.rsplit_once(':');
    let with_column = with_column.and_then(|(file, line)| Some((file, line.parse().ok()?, last)));
    Some(with_column.unwrap_or((rest, last, 0)))
}

/// The name as it is in the source: without `::h0123456789abcdef` at its end, or, in the
/// newer mangling, `[0123456789abcdef]` behind each crate's name.
fn without_hashes(symbol: &str) -> String {
    let is_hash = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut rest = match symbol.rsplit_once("::h") {
        Some((name, hash)) if hash.len() == 16 && is_hash(hash) => name,
        _ => symbol,
    };
    let mut name = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('[') {
        name.push_str(before);
        let of_crate = before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        match after.split_once(']') {
            Some((hash, after)) if of_crate && is_hash(hash) => rest = after,
            _ => {
                name.push('[');
                rest = after;
            }
        }
    }
    name + rest
}

impl Frame {
    pub(crate) fn is_at(&self, location: &CallLocation) -> bool {
        self.is_at_line(location.file(), location.line())
    }

    /// A user's `src/pool/mod.rs` ends as this crate's own does, whose frames come first.
    pub(super) fn is_at_line(&self, file: &str, line: u32) -> bool {
        self.line == line
            && is_end_of_path(file, &self.file)
            && (!is_of_this_crate(&self.file) || is_of_this_crate(file))
    }
}

pub(super) fn is_of_this_crate(path: &str) -> bool {
    is_below(path, &[])
}

/// Whether this file is in the folder of this name in the sources of this crate.
pub(super) fn is_below(path: &str, folder: &[&str]) -> bool {
    // All but `pool/frames.rs`.
    let source: Vec<_> = folder
        .iter()
        .copied()
        .chain(parts(file!()).skip(2))
        .collect();
    let path: Vec<_> = parts(path).collect();
    path.windows(source.len()).any(|part| part == source)
}

/// Debug information has whole paths, and a `Location` in most cases what the compiler was
/// called with.
fn is_end_of_path(end: &str, path: &str) -> bool {
    let mut path = parts(path);
    parts(end).all(|part| path.next() == Some(part))
}

/// The last first. Windows has both separators.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.rsplit(['/', '\\']);
    parts.filter(|part| !part.is_empty() && *part != ".")
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    /// What `text` says: function, file and line of each frame.
    fn frames(text: &str) -> Vec<(String, String, u32)> {
        let frames = parse(text).into_iter();
        frames
            .map(|frame| (frame.function, frame.file, frame.line))
            .collect()
    }

    fn frame(function: &str, file: &str, line: u32) -> (String, String, u32) {
        (function.to_owned(), file.to_owned(), line)
    }

    #[test]
    fn names_and_places_on_linux() {
        let text = "   0:     0x55ed62139c1b - std[e28293b1aa0f68bd]::backtrace_rs::backtrace::libunwind::trace
                               at /rustc/59807616e1/library/std/src/../../backtrace/src/backtrace/libunwind.rs:117:9
   6:     0x55ed6211ef9d - server::chained::h8354ca34e1661378
                               at /somewhere/server/src/main.rs:17:10
  25:                0x0 - <unknown>
";
        let expected = [
            frame(
                "std::backtrace_rs::backtrace::libunwind::trace",
                "/rustc/59807616e1/library/std/src/../../backtrace/src/backtrace/libunwind.rs",
                117,
            ),
            frame("server::chained", "/somewhere/server/src/main.rs", 17),
            frame("<unknown>", "", 0),
        ];
        assert_eq!(frames(text), expected);
    }

    /// One address, three functions; names without a path are what an optimised build has.
    #[test]
    fn inlined_functions() {
        let text = "   4:     0x56449c42a6ca - get
                               at /somewhere/server/src/main.rs:8:85
                          chained<[f32; 4], u8>
                               at /somewhere/server/src/main.rs:17:10
                          {closure#0}
                               at /somewhere/server/src/main.rs:29:13
   5:     0x56449c42a873 - main
";
        let expected = [
            frame("get", "/somewhere/server/src/main.rs", 8),
            frame("chained<[f32; 4], u8>", "/somewhere/server/src/main.rs", 17),
            frame("{closure#0}", "/somewhere/server/src/main.rs", 29),
            frame("main", "", 0),
        ];
        assert_eq!(frames(text), expected);
    }

    #[test]
    fn windows_paths_have_a_colon() {
        let text = r"   0:     0x7ff6a2b31234 - server::handle::hde261589992ff30d
                               at C:\somewhere\server\src\main.rs:8:85
   1:     0x7ff6a2b35678 - core::ops::function::FnOnce::call_once
                               at /rustc/59807616e1/library\core\src\ops\function.rs:250
   2:     0x7ff6a2b39abc - server::main
                               at D:\main.rs:3
";
        let expected = [
            frame("server::handle", r"C:\somewhere\server\src\main.rs", 8),
            frame(
                "core::ops::function::FnOnce::call_once",
                r"/rustc/59807616e1/library\core\src\ops\function.rs",
                250,
            ),
            frame("server::main", r"D:\main.rs", 3),
        ];
        assert_eq!(frames(text), expected);
    }

    #[test]
    fn the_short_form_and_no_places() {
        let text =
            "   0: server::handle\n             at ./src/main.rs:8:85\n   1: main\n  12: _start\n";
        let expected = [
            frame("server::handle", "./src/main.rs", 8),
            frame("main", "", 0),
            frame("_start", "", 0),
        ];
        assert_eq!(frames(text), expected);
        assert_eq!(frames(""), []);
    }

    #[test]
    fn hashes_are_no_part_of_a_name() {
        let names = [
            ("server::handle::hde261589992ff30d", "server::handle"),
            ("server::hde261589992ff30", "server::hde261589992ff30"),
            ("server::health", "server::health"),
            (
                "<bt[f4b017c187ad3f3b]::P as core[c1]::Pool<[f32; 4]>>::get",
                "<bt::P as core::Pool<[f32; 4]>>::get",
            ),
            (
                "<[f32] as a_[0]::B>::c::<&[u8], [e]>",
                "<[f32] as a_::B>::c::<&[u8], [e]>",
            ),
        ];
        for (symbol, name) in names {
            assert_eq!(without_hashes(symbol), name);
        }
    }

    #[test]
    fn a_path_ends_with_a_path() {
        let same = [
            ("src/main.rs", "/somewhere/server/src/main.rs"),
            ("src/main.rs", "./src/main.rs"),
            ("./src/main.rs", "/server/src/main.rs"),
            (r"src\main.rs", r"C:\server\src/main.rs"),
            ("/registry/a-1.0/lib.rs", "/registry/a-1.0/lib.rs"),
        ];
        for (end, path) in same {
            assert!(is_end_of_path(end, path), "{end} {path}");
        }
        let different = [
            ("src/main.rs", "/server/lib/main.rs"),
            ("src/main.rs", "/server/xsrc/main.rs"),
            ("src/main.rs", "main.rs"),
            ("src/main.rs", ""),
        ];
        for (end, path) in different {
            assert!(!is_end_of_path(end, path), "{end} {path}");
        }
    }

    #[test]
    fn a_file_of_the_users_may_have_a_name_of_ours() {
        let own = file!().replace("pool/frames.rs", "pool/mod.rs");
        let paths = [own.clone(), format!("/somewhere/{own}")];
        let users = "/somewhere/server/src/pool/mod.rs";
        for path in paths {
            assert!(is_of_this_crate(&path), "{path}");
            let text = format!(" 3: number\n at {path}:8:1\n 4: handle\n at {users}:8:5\n");
            let at = |file: &str| {
                let mut frames = parse(&text).into_iter();
                let frame = frames.find(|frame| frame.is_at_line(file, 8)).unwrap();
                frame.function
            };
            assert_eq!(at("src/pool/mod.rs"), "handle");
            assert_eq!(at(&own), "number");
        }
        assert!(!is_of_this_crate(users));
    }

    /// The real thing: this very function.
    #[test]
    fn the_function_of_a_line_of_this_program() {
        #[track_caller]
        fn caller() -> (&'static CallLocation, Backtrace) {
            let location = CallLocation::of_compiler(Location::caller());
            (location, Backtrace::force_capture())
        }
        let (location, stack) = caller();
        let function = function_at(location, &stack).expect("tests have debug information");
        assert!(
            function.ends_with("frames::tests::the_function_of_a_line_of_this_program"),
            "{function}"
        );
        let here = CallLocation::of_compiler(Location::caller());
        assert_eq!(function_at(here, &stack), None);
    }
}
