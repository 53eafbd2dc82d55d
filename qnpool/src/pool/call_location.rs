//! A place in the source code, as the compiler or a stack reports it.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use super::frames::Frame;

/// A place in the source code: the file, line and column of a call.
///
/// It has the methods of [`std::panic::Location`], and says the same in most cases. A method
/// that is passed as a function, as in `option.map(Pool::get)`, is called by the standard
/// library, so its [`Location`] names a file of the standard library. Here it is the place
/// in the function outside of the standard library that led there.
///
/// That place is read from the stack, with the debug information of the program. Without
/// debug information, as in an ordinary release build, the place in the standard library is
/// reported: `debug = "line-tables-only"` in the profile is enough. A closure,
/// `option.map(|pool| pool.get())`, needs neither.
///
/// The look at the stack is taken for each object that is followed and is taken in this way. It
/// costs some 0.1 ms; on Linux with glibc that is once for each stack that leads there, and
/// 2 µs from then on. The first one in a process costs 0.1 s or more, in which std reads the
/// debug information.
///
/// ```
/// use qnpool::{LeakDetection, Pool};
///
/// let pool = Pool::<u64>::builder().leak_detection(LeakDetection::All).build();
/// let held = Some(&pool).map(Pool::get);
/// let location = pool.census().call_sites[0].location;
/// println!("{location}"); // src/main.rs:4:24
/// # drop(held);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallLocation {
    file: &'static str,
    line: u32,
    column: u32,
}

impl CallLocation {
    pub(crate) fn of_compiler(location: &'static Location<'static>) -> &'static Self {
        Self::kept(location.file(), location.line(), location.column(), || {
            location.file()
        })
    }

    pub(super) fn of_frame(frame: &Frame) -> &'static Self {
        Self::kept(&frame.file, frame.line, frame.column, || {
            frame.file.clone().leak()
        })
    }

    /// Kept once and for the rest of the process: there are at most as many as the program has
    /// calls.
    fn kept(
        file: &str,
        line: u32,
        column: u32,
        kept_file: impl FnOnce() -> &'static str,
    ) -> &'static Self {
        static KNOWN: Mutex<BTreeMap<(&str, u32, u32), &CallLocation>> =
            Mutex::new(BTreeMap::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(location) = known.get(&(file, line, column)) {
            return location;
        }
        let file = kept_file();
        let location = Box::leak(Box::new(Self { file, line, column }));
        known.insert((file, line, column), location);
        location
    }

    /// The path of the file, as the compiler was called with it, or as the debug information
    /// has it.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.file
    }

    /// The line, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// The column, counted from 1; 0 if the debug information has none.
    #[must_use]
    pub const fn column(&self) -> u32 {
        self.column
    }
}

impl fmt::Display for CallLocation {
    /// Prints `file:line:column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
