//! Pages whose tables and figures are written from the runs.
//!
//! A table goes between lines, a figure is within one:
//!
//! ```text
//! <!-- table peers/summary -->
//! <!-- /table -->
//! A hand-off takes <!-- figure peers/hand-off/qnpool --><!-- /figure -->, which is
//! <!-- figure peers/hand-off/qnpool/opool --><!-- /figure --> of opool's time.
//! ```
//!
//! A figure is named by its file, scenario and contender, or, for a ratio of medians, by two
//! contenders.

use crate::numbers::three_digits;
use crate::runs::Runs;
use crate::tables::table;

/// `text` with its tables and figures as the runs have them.
pub(crate) fn fill(text: &str, runs: &Runs) -> String {
    let text = replace(text, "table", |_, name| format!("\n{}", table(runs, name)));
    replace(&text, "figure", |before, name| {
        // A line that begins with a comment is HTML to Markdown, to its end.
        let line = before.rsplit('\n').next().unwrap();
        let is_text = line.contains(|it: char| it.is_alphanumeric() || "|(".contains(it));
        assert!(is_text, "the figure {name} begins its line");
        figure(runs, name)
    })
}

/// What is between `<!-- kind name -->` and `<!-- /kind -->`, each time, becomes `content` of
/// the text before it and the name.
fn replace(text: &str, kind: &str, content: impl Fn(&str, &str) -> String) -> String {
    let (start, end) = (format!("<!-- {kind} "), format!("<!-- /{kind} -->"));
    let mut parts = text.split(&start);
    let mut text = parts.next().unwrap().to_string();
    for part in parts {
        let (name, rest) = part.split_once(" -->").expect("a mark is closed");
        let rest = rest.split_once(&end);
        let (_, after) = rest.unwrap_or_else(|| panic!("{kind} {name} has no end"));
        let content = content(&text, name);
        text += &[&start, name, " -->", &content, &end, after].concat();
    }
    text
}

fn figure(runs: &Runs, name: &str) -> String {
    match name.split('/').collect::<Vec<_>>()[..] {
        [file, scenario, contender] => {
            let unit = match file {
                "peers" | "seeing" => " ns",
                _ => "",
            };
            runs.summary(file, scenario, contender).with_unit(unit)
        }
        [file, scenario, contender, other] => {
            let median = |of| runs.summary(file, scenario, of).median;
            let ratio = median(contender) / median(other);
            format!("{} ×", three_digits(ratio))
        }
        _ => panic!("not the name of a figure: {name}"),
    }
}
