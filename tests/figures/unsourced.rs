//! Figures of a page that have no source.

/// What follows a number that was measured or chosen.
const UNITS: [&str; 16] = [
    "ns",
    "µs",
    "ms",
    "s",
    "KB",
    "MB",
    "GB",
    "KiB",
    "MiB",
    "GiB",
    "×",
    "%",
    "nanoseconds",
    "times",
    "bytes",
    "instructions",
];

/// Numbers with a unit and decimal fractions, outside of code, of links' targets and of
/// whatever is written from the runs.
pub(crate) fn unsourced(page: &str) -> Vec<String> {
    let page = without(page, "<!-- table ", "<!-- /table -->");
    let page = without(&page, "<!-- figure ", "<!-- /figure -->");
    let page = without(&page, "```", "```");
    let page = without(&page, "`", "`");
    let page = without(&page, "](", ")");
    // A head of a table names versions and sizes, and no results.
    let lines: Vec<&str> = page.lines().collect();
    let is_rule = |line: Option<&&str>| line.is_some_and(|line| line.starts_with("|--"));
    let prose = lines.iter().enumerate();
    let prose = prose.filter(|(place, _)| !is_rule(lines.get(place + 1)));
    let prose: Vec<&str> = prose.map(|(_, line)| *line).collect();
    let prose = prose.join("\n");
    let words: Vec<&str> = prose
        .split([' ', '\n', '\u{a0}', '\u{202f}', '|', '/'])
        .collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let figures = words.iter().enumerate().filter_map(|(place, word)| {
        let next = words.get(place + 1).map_or("", |next| trimmed(next));
        figure(word, next)
    });
    figures.collect()
}

/// `word` with its unit if it is a figure, be the unit in it or the word after it.
fn figure(word: &str, next: &str) -> Option<String> {
    let word = trimmed(word).trim_start_matches(['+', '-', '−', '~']);
    let (word, next) = match word.strip_prefix('×') {
        Some(factor) => (factor, "×"),
        None => (word, next),
    };
    let end = word.find(|it: char| !it.is_ascii_digit() && !".,".contains(it));
    let (number, rest) = word.split_at(end.unwrap_or(word.len()));
    number
        .starts_with(|it: char| it.is_ascii_digit())
        .then_some(())?;
    // Of `2–3` the end counts.
    if let Some(last) = rest.strip_prefix(['–', '-', '‑']) {
        return figure(last, next);
    }
    if UNITS.contains(&rest) {
        return Some(format!("{number} {rest}"));
    }
    rest.is_empty().then_some(())?;
    if UNITS.contains(&next) {
        return Some(format!("{number} {next}"));
    }
    number.contains('.').then(|| number.to_string())
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|it: char| "()[],.;:!?*_\"'".contains(it))
}

/// Without what stands between each `start` and the `end` after it.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start) {
        kept += before;
        let (_, after) = after.split_once(end).unwrap_or_default();
        rest = after;
        kept.push(' ');
    }
    kept + rest
}
