//! A census as folded stacks, the text that flame graphs are drawn from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::census::Census;
use super::samples::{Amount, samples};
use crate::pool::frames::Frame;

/// What is counted in [folded stacks](Census::to_folded): how wide a box of the flame graph
/// is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Measure {
    /// The objects that are out.
    #[default]
    Objects,
    /// Their bytes: [`Census::object_bytes`] each, which is the most that an object holds
    /// while it is idle.
    Bytes,
    /// How long they have been out, all added up, in whole milliseconds.
    Age,
}

/// Writes the census of several pools as folded stacks; see [`Census::to_folded`].
///
/// ```
/// use qnpool::Measure;
///
/// let text = qnpool::to_folded(qnpool::pools(), Measure::Objects);
/// # assert_eq!(text, "");
/// ```
#[must_use]
pub fn to_folded<I>(censuses: I, measure: Measure) -> String
where
    I: IntoIterator<Item: AsRef<Census>>,
{
    let mut lines: BTreeMap<String, Amount> = BTreeMap::new();
    for census in censuses {
        let census = census.as_ref();
        for (origin, amount) in samples(census) {
            let line = folded(census.pool, &origin.stack);
            lines.entry(line).or_default().add(amount);
        }
    }
    let mut text = String::new();
    for (stack, amount) in lines {
        let _ = writeln!(text, "{stack} {}", amount.measured(measure));
    }
    text
}

impl Census {
    /// Writes what is out as folded stacks, from which a flame graph is drawn.
    ///
    /// Each line is a stack: the pool's name, the functions from the outermost to the one
    /// that took the objects, its `file:line`, all separated by `;`, then a space and the
    /// count. At [`LeakDetection::Backtraces`](crate::LeakDetection::Backtraces) there are
    /// all functions, and at other levels the one that called `get`. Where a program has no
    /// debug information only the `file:line` is left.
    ///
    /// A `;` in a name is written as `%3B`, and a `%` as `%25`, so that two names never become
    /// one; so are control characters, and whitespace at the ends of a name. The empty name
    /// is `%`.
    ///
    /// `flamegraph.pl`, `inferno-flamegraph` and <https://speedscope.app> read it.
    ///
    /// Costs what [`CallSite::function`](crate::CallSite::function) costs for each line.
    /// At `Backtraces`, std also resolves the stack of each object that is out, which takes
    /// microseconds and memory that stays with the object: call it on request, not in a loop.
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Measure, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .name("lines")
    ///     .leak_detection(LeakDetection::All)
    ///     .build();
    /// let first = pool.get();
    /// let second = pool.get();
    ///
    /// let text = pool.census().to_folded(Measure::Objects);
    /// assert_eq!(text.lines().count(), 2); // lines;server::handle;src/server.rs:41 1
    /// assert!(text.starts_with("lines;"));
    /// # drop((first, second));
    /// ```
    #[must_use]
    pub fn to_folded(&self, measure: Measure) -> String {
        to_folded([self], measure)
    }
}

impl Amount {
    fn measured(self, measure: Measure) -> u128 {
        match measure {
            Measure::Objects => self.objects.into(),
            Measure::Bytes => self.bytes.into(),
            Measure::Age => self.age.as_millis(),
        }
    }
}

/// The stack in one line, without a count.
fn folded(pool: &str, stack: &[Frame]) -> String {
    let mut line = escaped(pool).into_owned();
    for frame in stack.iter().rev() {
        line += ";";
        line += &escaped(&frame.function);
    }
    // The innermost call's line besides: it is what is looked for.
    if let Some(own) = stack.first() {
        let place = format!("{}:{}", own.file, own.line);
        if place != own.function {
            line += ";";
            line += &escaped(&place);
        }
    }
    line
}

/// The name without what the format has a meaning for, and a different one for each name.
///
/// Percent-encoded as in a URL: `;` and `%`, control characters, and the whitespace at both
/// ends, which readers remove. The empty name is `%`, which no other name becomes.
fn escaped(name: &str) -> Cow<'_, str> {
    if name.is_empty() {
        return "%".into();
    }
    let inner = name.trim();
    let start = name.len() - name.trim_start().len();
    let inner = start..start + inner.len();
    let is_special = |(at, character): (usize, char)| {
        matches!(character, ';' | '%') || character.is_control() || !inner.contains(&at)
    };
    if !name.char_indices().any(is_special) {
        return name.into();
    }
    let mut text = String::new();
    for (at, character) in name.char_indices() {
        if is_special((at, character)) {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(text, "%{byte:02X}");
            }
        } else {
            text.push(character);
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn frame(function: &str, line: u32) -> Frame {
        Frame {
            function: function.to_owned(),
            file: "src/a.rs".to_owned(),
            line,
            column: 0,
        }
    }

    #[test]
    fn the_outermost_comes_first_and_the_line_last() {
        let stack = [frame("take", 3), frame("handle", 7), frame("main", 0)];
        let line = folded("lines", &stack);
        assert_eq!(line, "lines;main;handle;take;src/a.rs:3");
    }

    #[test]
    fn a_line_that_stands_for_its_function_is_there_once() {
        assert_eq!(
            folded("lines", &[frame("src/a.rs:3", 3)]),
            "lines;src/a.rs:3"
        );
    }

    #[test]
    fn names_cannot_break_the_format() {
        let line = folded("two;\r\nlines", &[frame("take<[u8; 4]>", 3)]);
        assert_eq!(line, "two%3B%0D%0Alines;take<[u8%3B 4]>;src/a.rs:3");
    }

    /// Of every name of up to four characters, some of which mean something.
    #[test]
    fn no_two_names_become_one() {
        let characters = [';', ',', '%', '2', '5', ' ', '\n', '\u{a0}', '\u{85}', 'a'];
        let mut names = vec![String::new()];
        for first in 0..1111 {
            let longer = characters.map(|character| format!("{}{character}", names[first]));
            names.extend(longer);
        }
        let escaped: BTreeSet<_> = names.iter().map(|name| escaped(name)).collect();
        assert_eq!((names.len(), escaped.len()), (11_111, 11_111));
        for name in &escaped {
            assert!(!name.is_empty() && name.trim() == name, "{name:?}");
            assert!(!name.contains([';', '\n', '\r']), "{name:?}");
        }
    }
}
