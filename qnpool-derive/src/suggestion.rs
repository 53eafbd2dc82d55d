//! The known word that an unknown one was meant to be.

/// Words that other crates use for what a word of ours does.
const SYNONYMS: &[(&str, &str)] = &[
    ("cap", "max_capacity"),
    ("capacity", "max_capacity"),
    ("clear_with", "with"),
    ("discard", "discard_if"),
    ("ignore", "keep"),
    ("limit", "max_capacity"),
    ("max", "max_capacity"),
    ("max_len", "max_capacity"),
    ("max_size", "max_bytes"),
    ("no_limit", "unbounded"),
    ("reset_with", "with"),
    ("retain", "keep"),
    ("skip", "keep"),
    ("unlimited", "unbounded"),
];

/// Two slips of the finger are taken for the word; three are another word.
const MOST_EDITS: usize = 2;

pub(crate) fn nearest<'a>(unknown: &str, known: &[&'a str]) -> Option<&'a str> {
    let unknown = unknown.to_lowercase();
    let same = |word: &str| known.iter().copied().find(|&other| other == word);
    let synonym = SYNONYMS
        .iter()
        .find(|(theirs, _)| *theirs == unknown)
        .and_then(|(_, ours)| same(ours));
    let beginning = || {
        let begins = |&&word: &&&str| unknown.len() >= 3 && word.starts_with(&unknown);
        known.iter().find(begins).copied()
    };
    let closest = || {
        known
            .iter()
            .map(|&word| (edits(&unknown, word), word))
            .filter(|&(edits, word)| edits <= MOST_EDITS && edits < word.len().div_ceil(2))
            .min()
            .map(|(_, word)| word)
    };
    synonym.or_else(closest).or_else(beginning)
}

/// Insertions, deletions and substitutions from one word to the other (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, &other) in to.iter().enumerate() {
            let substituted = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};
    use crate::words::Place;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        let words = Place::Field.words();
        for (typed, meant) in [
            ("max_capcity", "max_capacity"),
            ("maxcapacity", "max_capacity"),
            ("unbouned", "unbounded"),
            ("Keep", "keep"),
            ("vaule", "value"),
            ("max_cap", "max_capacity"),
            ("skip", "keep"),
        ] {
            assert_eq!(nearest(typed, words), Some(meant), "{typed}");
        }
    }

    #[test]
    fn another_word_finds_none() {
        for typed in ["frobnicate", "x", "serialize_with_care"] {
            assert_eq!(nearest(typed, Place::Field.words()), None, "{typed}");
        }
    }

    #[test]
    fn edits_are_counted_both_ways() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", ""), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
