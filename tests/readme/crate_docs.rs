//! The crate's documentation, out of what the README shares with it.

/// At the end: what stands first is the summary.
const TAIL: &str = "\n<!-- Written from README.md by tests/readme.rs; change it there. -->\n";

/// Pages of the README that are modules, and items that are worth a link where they are
/// named first.
const PAGES: [(&str, &str); 2] = [
    ("qnpool/docs/migration.md", "crate::migration"),
    ("qnpool/docs/when-not-to-pool.md", "crate::when_not_to_pool"),
];
const ITEMS: [(&str, &str); 7] = [
    ("`#[derive(Poolable)]`", "derive@crate::Poolable"),
    ("`Pool`", "crate::Pool"),
    ("`LocalPool`", "crate::LocalPool"),
    ("`Bounded<Vec<u8>, N>`", "crate::Bounded"),
    ("`RecyclingVec<T>`", "crate::RecyclingVec"),
    ("`fit_to_traffic`", "crate::PoolBuilder::fit_to_traffic"),
    ("`stats()`", "crate::Pool::stats"),
];

pub(crate) fn write(shared: &str) -> String {
    let mut linked = [false; ITEMS.len()];
    let mut is_code = false;
    let headings: Vec<_> = shared.lines().filter_map(anchor).collect();
    let mut text = String::new();
    for line in shared.lines() {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        if line.starts_with("<!--") {
            continue;
        }
        let written = match line {
            _ if is_code || is_fence => line.to_string(),
            // The crate's name stands above.
            _ if line.starts_with("##") => line[1..].to_string(),
            _ => with_links(&without_comments(line), &headings, &mut linked),
        };
        text += &(written + "\n");
    }
    assert!(!is_code);
    let missing: Vec<_> = ITEMS
        .iter()
        .zip(linked)
        .filter(|(_, found)| !found)
        .collect();
    assert!(missing.is_empty(), "not in the README: {missing:?}");
    text.trim_end().to_string() + "\n" + TAIL
}

/// The marks around figures say nothing to a reader.
fn without_comments(line: &str) -> String {
    let mut parts = line.split("<!--");
    let first = parts.next().unwrap();
    let others = parts.map(|part| part.split_once("-->").expect("a comment has an end").1);
    [first].into_iter().chain(others).collect()
}

fn with_links(line: &str, headings: &[String], linked: &mut [bool]) -> String {
    let mut line = line.to_string();
    for (place, (text, target)) in split_links(&line.clone()) {
        let old = format!("[{text}]({target})");
        assert!(!line[..place].ends_with('!'), "an image: {line}");
        let page = PAGES.iter().find(|(path, _)| *path == target);
        let is_heading = target
            .strip_prefix('#')
            .is_some_and(|it| headings.iter().any(|one| one == it));
        let written = match page {
            Some((_, module)) => format!("[{text}]({module})"),
            None if is_heading => old.clone(),
            // Leads nowhere from there.
            None => text.to_string(),
        };
        line = line.replacen(&old, &written, 1);
    }
    for ((item, target), linked) in ITEMS.iter().zip(linked) {
        if !*linked && line.contains(item) && !line.contains(&format!("[{item}")) {
            line = line.replacen(item, &format!("[{item}]({target})"), 1);
            *linked = true;
        }
    }
    line
}

/// Where each begins, its text and its target.
fn split_links(line: &str) -> Vec<(usize, (&str, &str))> {
    let ends = line.match_indices("](");
    let links = ends.filter_map(|(end, _)| {
        let start = line[..end].rfind('[')?;
        let target = line[end + 2..].split(')').next()?;
        Some((start, (&line[start + 1..end], target)))
    });
    links.collect()
}

/// Targets within the repository.
pub(crate) fn links(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let prose = text.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    let targets = prose.flat_map(split_links).map(|(_, (_, target))| target);
    targets.filter(|target| !target.contains("://")).collect()
}

/// As GitHub and rustdoc name it, of a line that is a heading.
pub(crate) fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix("## ")?;
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    Some(kept.map(|it| if it == ' ' { '-' } else { it }).collect())
}
