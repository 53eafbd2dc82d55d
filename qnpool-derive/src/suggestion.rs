//! The known word that an unknown one was meant to be.

/// Words that other crates use for what a word of ours does.
const SYNONYMS: &[(&str, &str)] = &[
    ("discard_if", "discard"),
    ("keep", "ignore retain skip"),
    ("max_bytes", "max_size"),
    ("max_capacity", "cap capacity limit max max_len"),
    ("unbounded", "no_limit unlimited"),
    ("with", "clear_with reset_with"),
];

/// Two slips of the finger are taken for the word; three are another word.
const MOST_EDITS: usize = 2;

pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let unknown = unknown.to_lowercase();
    let known: Vec<_> = known.collect();
    let means = |(_, theirs): &&(&str, &str)| theirs.split(' ').any(|word| word == unknown);
    let synonym = SYNONYMS.iter().find(means);
    let synonym = synonym.and_then(|(ours, _)| known.iter().find(|word| *word == ours));
    let begins = |word: &&&str| unknown.len() >= 3 && word.starts_with(&unknown);
    let closest = || {
        let edits = known.iter().map(|word| (edits(&unknown, word), word));
        edits
            .filter(|&(edits, word)| edits <= MOST_EDITS && edits < word.len().div_ceil(2))
            .min()
            .map(|(_, word)| word)
    };
    let beginning = || known.iter().find(begins);
    synonym.or_else(closest).or_else(beginning).copied()
}

/// Insertions, deletions, substitutions and swaps of neighbours from one word to the
/// other (optimal string alignment).
pub(crate) fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let above = &rows[i - 1];
            let substituted = above[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut fewest = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                fewest = fewest.min(rows[i - 2][j - 2] + 1);
            }
            row.push(fewest);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}
