//! Compile errors on pages, as `ui` has them from the compiler.

use std::fs;

/// Returns `page` with the compiler's message for that program after each
/// `<!-- error folder/file -->`.
pub(crate) fn with_errors(page: &str) -> String {
    const MARK: &str = "<!-- error ";
    let mut parts = page.split(MARK);
    let mut text = parts.next().unwrap().to_string();
    for part in parts {
        let (name, rest) = part.split_once(" -->\n```text\n").expect("a block of text");
        let (_, after) = rest.split_once("```\n").expect("the end of a block");
        let block = format!("{MARK}{name} -->\n```text\n{}```\n", error(name));
        text += &(block + after);
    }
    text
}

/// Without the last lines, which repeat the required traits.
fn error(name: &str) -> String {
    let message = fs::read_to_string(format!("ui/{name}.stderr")).unwrap();
    let message = message.replace(&format!("ui/{name}.rs"), "src/main.rs");
    let lines = message.lines();
    let lines = lines.filter(|line| !line.starts_with("  = note: required for"));
    lines.flat_map(|line| [line, "\n"]).collect()
}
