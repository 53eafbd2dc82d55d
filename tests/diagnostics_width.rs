//! What we say in a compile error fits a terminal of 80 columns.
//!
//! The compiler wraps nothing: a line that is longer breaks where the terminal ends, in
//! the middle of a word and across the drawing beside it. Looked at are the messages of
//! `ui/`, and of those the lines whose words are ours; neither what the compiler says by
//! itself nor the source that it shows.

use std::path::{Path, PathBuf};

const COLUMNS: usize = 80;

/// What a type of the user's counts at most, however long it is: `Option<Arc<String>>`.
const TYPE: usize = 21;

/// A label stands behind the carets, which stand below the field's type. That of
/// `    body: Vec<u8>,` ends in column 23.
const LABEL: usize = COLUMNS - 24;

/// Headlines of the compiler's own with a code that ours have too.
const OF_THE_COMPILER: &[&str] = &[
    "between threads safely",
    "cannot be known at compilation time",
    "literal out of range for `",
    "the trait bound `",
];

/// Its notes below a headline of ours.
const NOTES_OF_THE_COMPILER: &[&str] = &[
    "help: enum variants can be `",
    "help: the trait `",
    "help: the following other types implement trait",
    "note: evaluation of `",
    "note: required for `",
    "note: the full name for the type has been written to",
    "note: this error originates in",
];

#[test]
fn what_we_say_fits_a_terminal() {
    let mut read = Lines::default();
    for file in messages() {
        let text = std::fs::read_to_string(&file).expect("a message is text");
        for error in text.split("\n\n") {
            read.error(error);
        }
    }
    let (long, known) = (&read.long, read.headlines.min(read.labels).min(read.notes));
    assert!(
        long.is_empty(),
        "{} lines are too long: {long:#?}",
        long.len()
    );
    // Or the errors look different now, and nothing was found in them.
    assert!(known > 150, "{read:?}");
}

#[derive(Debug, Default)]
struct Lines {
    headlines: usize,
    labels: usize,
    notes: usize,
    long: Vec<String>,
}

impl Lines {
    /// A headline, perhaps of several lines; the source with its labels; notes, which begin
    /// with `=` and go on below their first word.
    fn error(&mut self, text: &str) {
        let lines: Vec<_> = text.lines().collect();
        let place = lines
            .iter()
            .position(|line| line.trim_start().starts_with("--> "));
        let Some((headline, rest)) = place.map(|place| lines.split_at(place)) else {
            return;
        };
        if !is_ours(&headline.join("\n")) {
            return;
        }
        for line in headline {
            self.headlines += 1;
            self.check(line, line, COLUMNS);
        }
        let has_label = headline[0].starts_with("error[E0277]");
        let mut is_note = false;
        for line in rest {
            if let Some(note) = line.trim_start().strip_prefix("= ") {
                is_note = !NOTES_OF_THE_COMPILER
                    .iter()
                    .any(|own| note.starts_with(own));
            } else if !line.starts_with("       ") || line.contains(" | ") {
                is_note = false;
            }
            if is_note {
                self.notes += 1;
                self.check(line, line, COLUMNS);
            } else if let Some((before, label)) = line.rsplit_once("^ ") {
                // Of a line of the drawing, not of the source.
                if has_label
                    && before
                        .trim_start()
                        .trim_start_matches('|')
                        .trim_matches([' ', '^'])
                        .is_empty()
                {
                    self.labels += 1;
                    self.check(line, label, LABEL);
                }
            }
        }
    }

    fn check(&mut self, line: &str, text: &str, columns: usize) {
        if width(text) > columns {
            self.long.push(line.to_owned());
        }
    }
}

/// The derive's mistakes have no code, those of a type E0277, and those of a number E0080.
fn is_ours(headline: &str) -> bool {
    let has_code = |code| headline.starts_with(code);
    let is_own = ["error: ", "error[E0277]: ", "error[E0080]: "]
        .into_iter()
        .any(has_code);
    is_own && !OF_THE_COMPILER.iter().any(|words| headline.contains(words))
}

/// What is quoted counts as a type, unless it is an attribute or one of its options.
fn width(text: &str) -> usize {
    let pieces = text.split('`').enumerate();
    let widths = pieces.map(|(index, piece)| {
        let width = piece.chars().count();
        let is_quoted = index % 2 == 1;
        if is_quoted && !is_ours_to_type(piece) {
            width.min(TYPE)
        } else {
            width
        }
    });
    widths.sum::<usize>() + text.matches('`').count()
}

fn is_ours_to_type(quoted: &str) -> bool {
    let is_word = |text: &str| {
        text.chars()
            .all(|sign| sign.is_ascii_lowercase() || sign == '_')
    };
    quoted.starts_with("#[")
        || quoted
            .split_once(" = ")
            .is_some_and(|(word, _)| is_word(word))
}

fn messages() -> Vec<PathBuf> {
    let kinds = entries(Path::new("ui"));
    let files = kinds.iter().flat_map(|kind| entries(kind));
    files
        .filter(|file| file.extension().is_some_and(|it| it == "stderr"))
        .collect()
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(directory).expect("the tests run in their own directory");
    read.map(|entry| entry.expect("its entries can be read").path())
        .collect()
}
