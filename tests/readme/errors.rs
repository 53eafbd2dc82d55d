//! Compile errors, as `ui` has them from the compiler.

use std::fs;

/// Puts after each `<!-- error folder/file -->` what the compiler says of that program.
pub(crate) fn with_errors(readme: &str) -> String {
    const MARK: &str = "<!-- error ";
    let mut parts = readme.split(MARK);
    let mut text = parts.next().unwrap().to_string();
    let mut shown = 0;
    for part in parts {
        let (name, rest) = part.split_once(" -->\n```text\n").expect("a block of text");
        let (_, after) = rest.split_once("```\n").expect("the end of a block");
        let block = format!("{MARK}{name} -->\n```text\n{}```\n", error(name));
        text += &(block + after);
        shown += 1;
    }
    assert!(shown >= 4, "{shown}");
    text
}

/// Without the last lines, which repeat the traits that are asked for.
fn error(name: &str) -> String {
    let message = fs::read_to_string(format!("ui/{name}.stderr")).unwrap();
    let message = message.replace(&format!("ui/{name}.rs"), "src/main.rs");
    let lines = message.lines();
    let lines = lines.filter(|line| !line.starts_with("  = note: required for"));
    lines.flat_map(|line| [line, "\n"]).collect()
}
