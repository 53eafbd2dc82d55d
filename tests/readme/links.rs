//! The links of a page: inline ones, and references to other pages of the guide.
//!
//! A page of the guide is read in two places. In the repository its references lead to other files,
//! by the definitions at its end. In the documentation they lead to modules, by the definitions in
//! `qnpool/src/docs/links.md`.

use std::collections::BTreeMap;

/// The lines outside of blocks of code.
pub(crate) fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The targets of `[text](target)` that are neither addresses nor items of the crate.
pub(crate) fn inline(page: &str) -> Vec<&str> {
    let targets = prose(page).flat_map(|line| line.split("](").skip(1));
    let targets = targets.filter_map(|rest| rest.split(')').next());
    let is_path = |target: &&str| !["://", "::"].iter().any(|mark| target.contains(mark));
    targets.filter(is_path).collect()
}

/// The definitions `[name]: target` of a page.
pub(crate) fn definitions(page: &str) -> BTreeMap<&str, &str> {
    let definitions = prose(page).filter_map(|line| {
        let (name, target) = line.strip_prefix('[')?.split_once("]: ")?;
        Some((name, target))
    });
    definitions.collect()
}

/// Whether the text of a page refers to the definition `name`, as `[name]` or `[text][name]`.
pub(crate) fn refers_to(page: &str, name: &str) -> bool {
    let text: Vec<_> = prose(page)
        .filter(|line| !line.starts_with(&format!("[{name}]: ")))
        .collect();
    // A reference may be broken between two words.
    text.join(" ").contains(&format!("[{name}]"))
}

/// The anchor of a heading, as GitHub and rustdoc name it.
pub(crate) fn anchor(line: &str) -> Option<String> {
    let heading = line.trim_start_matches('#').strip_prefix(' ')?;
    line.starts_with('#').then_some(())?;
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    Some(kept.map(|it| if it == ' ' { '-' } else { it }).collect())
}
