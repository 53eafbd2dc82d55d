use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Of the 80 columns of a terminal, what the compiler's `error: ` leaves.
const COLUMNS: usize = 73;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
}

impl Errors {
    /// Points at all of `tokens`, from the first to the last.
    pub(crate) fn push(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        let message = filled(&message.to_string());
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn push_at(&mut self, span: Span, message: &str) {
        self.found.push(syn::Error::new(span, filled(message)));
    }

    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let found = self.found.iter();
        found.map(syn::Error::to_compile_error).collect()
    }
}

/// Breaks lines that are too long, where the compiler would leave it to the terminal: after
/// a semicolon if there is one, otherwise where a line is full. What is in backquotes is the
/// user's, or to be typed, and stays in one piece.
fn filled(message: &str) -> String {
    let mut lines = Vec::new();
    for line in message.lines() {
        if width(line) <= COLUMNS {
            lines.push(line.to_owned());
        } else {
            lines.extend(line.replace("; ", ";\n").lines().map(filled_line));
        }
    }
    lines.join("\n")
}

/// A last line of at most this width looks lost: then the line before it ends earlier, after a
/// comma or a colon.
const LOST: usize = 20;

fn filled_line(line: &str) -> String {
    let mut is_quoted = false;
    let words: Vec<_> = line
        .split_inclusive(|sign: char| {
            is_quoted ^= sign == '`';
            sign == ' ' && !is_quoted
        })
        .collect();
    let rest = |from: usize| words[from..].concat();
    let mut lines = Vec::new();
    let mut start = 0;
    while width(&rest(start)) > COLUMNS {
        let fits = |end: &usize| width(words[start..*end].concat().trim_end()) <= COLUMNS;
        let Some(full) = (start + 1..words.len()).rev().find(fits) else {
            break;
        };
        let ends_part = |end: &usize| words[*end - 1].trim_end().ends_with([',', ':']);
        let end = (start + 1..=full)
            .rev()
            .filter(|_| width(&rest(full)) <= LOST)
            .find(ends_part)
            .unwrap_or(full);
        lines.push(words[start..end].concat().trim_end().to_owned());
        start = end;
    }
    lines.push(rest(start));
    lines.join("\n")
}

fn width(line: &str) -> usize {
    line.chars().count()
}
