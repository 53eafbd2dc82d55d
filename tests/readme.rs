//! The compile error that the README shows is the one the compiler gives.

use std::fs;

#[test]
fn the_readme_shows_the_real_error() {
    let readme = fs::read_to_string("../README.md").unwrap();
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("the README shows an error");
    let real = fs::read_to_string("ui/capacity-missing/vec.stderr").unwrap();
    let message = |text: &str| -> Vec<String> {
        // Not the place, which differs, nor the two lines on traits at the end.
        let lines = text.lines().map(str::trim);
        let told = lines.filter(|line| line.starts_with("error") || line.starts_with("= "));
        told.filter(|line| !line.starts_with("= note: required for"))
            .map(String::from)
            .collect()
    };
    assert_eq!(message(shown), message(&real));
    let label = "^^^^^^^ set a limit: `#[pool(max_capacity = N)]` on the field";
    assert!(shown.contains(label) && real.contains(label));
}
