//! Places in the source code, from the compiler or from a stack.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use super::frames::Frame;

/// A call site: file, line and column.
///
/// It has the methods of [`std::panic::Location`], and in most cases the same values. The exception
/// is a method that is passed as a function, as in `option.map(Pool::get)`. It is called by the
/// standard library, so its [`Location`] names a file of the standard library. `CallLocation` then
/// names the innermost place outside of the standard library, which it reads from the stack and the
/// program's debug information.
///
/// Without debug information, as in a default release build, it names the place in the standard
/// library. Set `debug = "line-tables-only"` in the profile, or write a closure,
/// `option.map(|pool| pool.get())`, which needs no stack.
///
/// # Cost
///
/// The stack is walked for each tracked object whose method was passed as a function. That costs
/// about 0.1 ms; on Linux with glibc only once per distinct stack, and 2 µs from then on. The first
/// walk in a process costs 0.1 s or more, as std reads the debug information.
///
/// # Examples
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

    /// Returns the one `CallLocation` of this place. It is leaked: there are at most as many as the
    /// program has calls.
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

    /// Returns the path of the file, as it was passed to the compiler or is in the debug
    /// information.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.file
    }

    /// Returns the line, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Returns the column, counted from 1; 0 if the debug information has none.
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
