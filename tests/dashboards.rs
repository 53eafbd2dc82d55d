//! The alert rules and the dashboard speak of what is published, and of nothing else.

mod scrape;
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use qnpool::{Bounded, LeakDetection, Pool};
use serde_json::Value;

use scrape::Watcher;

const RULES: &str = "../dashboards/qnpool.rules.yml";
const RULE_TESTS: &str = "../dashboards/qnpool.rules.test.yml";
const GRAFANA: &str = "../dashboards/grafana.json";

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn grafana() -> Value {
    serde_json::from_str(&read(GRAFANA)).unwrap()
}

type Buffer = Bounded<Vec<u8>, 64>;

/// Everything that a pool can publish, as text: a pool that holds something has all.
fn published() -> String {
    static POOL: Pool<Buffer> = Pool::builder()
        .name("published")
        .leak_detection(LeakDetection::All)
        .build();
    let _held = POOL.get();
    Watcher::new().text()
}

/// The labels of each name that is published, with their values.
fn labels() -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut labels = scrape::Scrape::parse(&published()).labels();
    for of_name in labels.values_mut() {
        // Prometheus adds the process that was scraped.
        of_name.extend(["instance", "job"].map(|key| (key.to_owned(), BTreeSet::new())));
    }
    labels
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Words, each with what comes after it.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts = text
        .char_indices()
        .filter(|&(at, character)| is_word(character) && !text[..at].ends_with(is_word));
    starts.map(|(start, _)| {
        let rest = &text[start..];
        rest.split_at(
            rest.find(|character| !is_word(character))
                .unwrap_or(rest.len()),
        )
    })
}

/// What stands between brackets at the beginning of a text.
fn within(text: &str, open: char, close: char) -> Option<&str> {
    let inside = text.trim_start().strip_prefix(open)?;
    Some(inside.split_once(close).expect("a bracket is closed").0)
}

/// What a text in the language of Prometheus, or with some in it, speaks of.
#[derive(Debug, Default)]
struct Mentions {
    /// Each name with the labels that it is selected by, and what they are to be.
    names: Vec<(String, Vec<(String, String)>)>,
    /// Labels in groupings, templates and legends.
    labels: BTreeSet<String>,
}

impl Mentions {
    fn read(&mut self, text: &str) {
        for (word, rest) in words(text) {
            match word {
                _ if word.starts_with("qnpool_") => {
                    let selectors = within(rest, '{', '}').unwrap_or_default();
                    let keys = words(selectors).filter(|(_, rest)| rest.starts_with(['=', '!']));
                    let keys = keys.map(|(key, rest)| {
                        // No pattern here has an escaped quote.
                        let pattern = rest.split('"').nth(1).unwrap_or_default();
                        (key.to_owned(), pattern.to_owned())
                    });
                    self.names.push((word.to_owned(), keys.collect()));
                }
                "by" | "without" | "on" | "ignoring" => {
                    let list = within(rest, '(', ')').unwrap_or_default();
                    self.labels
                        .extend(words(list).map(|(label, _)| label.to_owned()));
                }
                // `$labels.pool` and `.Labels.pool` of templates.
                "labels" | "Labels" if rest.starts_with('.') => {
                    let label = words(rest).next().expect("a label's name").0;
                    self.labels.insert(label.to_owned());
                }
                _ => {}
            }
        }
    }

    /// The `{{label}}`s of Grafana.
    fn read_legend(&mut self, legend: &str) {
        let labels = legend
            .split("{{")
            .skip(1)
            .filter_map(|rest| rest.split("}}").next());
        self.labels
            .extend(labels.map(|label| label.trim().to_owned()));
    }

    fn distinct_names(&self) -> BTreeSet<&str> {
        self.names.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Holds them against what is published.
    fn assert_published(&self) {
        let published = labels();
        for (name, keys) in &self.names {
            let Some(labels) = published.get(name) else {
                panic!("`{name}` is not published");
            };
            for (key, pattern) in keys {
                let Some(values) = labels.get(key) else {
                    panic!("`{name}` has no label `{key}`");
                };
                if ["tier", "reason", "verdict"].contains(&key.as_str()) {
                    for value in pattern.split('|') {
                        assert!(values.contains(value), "`{name}` has no {key} `{value}`");
                    }
                }
            }
        }
        let all: BTreeSet<_> = published.values().flat_map(BTreeMap::keys).collect();
        for label in &self.labels {
            assert!(all.contains(label), "nothing has a label `{label}`");
        }
    }
}

#[test]
fn the_rules_speak_of_what_is_published() {
    for path in [RULES, RULE_TESTS] {
        let mut mentions = Mentions::default();
        mentions.read(&read(path));
        assert!(mentions.distinct_names().len() >= 6, "{path}: {mentions:?}");
        mentions.assert_published();
    }
}

#[test]
fn a_name_or_label_that_is_not_published_is_noticed() {
    let wrong = [
        "qnpool_get_total",
        "qnpool_gets_total{tiers=\"cache\"}",
        "qnpool_gets_total{pool=\"a\",location!=\"b\"}",
        "qnpool_gets_total{tier=\"cash\"}",
        "qnpool_health_verdict{verdict=~\"leaking|leak suspected\"}",
        "sum by (pool, tire) (qnpool_gets_total)",
        "{{ $labels.pol }}",
    ];
    for text in wrong {
        let mut mentions = Mentions::default();
        mentions.read(text);
        let noticed = std::panic::catch_unwind(|| mentions.assert_published());
        assert!(noticed.is_err(), "{text}");
    }
}

fn strings(value: &Value, found: &mut impl FnMut(&str, &str), key: &str) {
    match value {
        Value::String(text) => found(key, text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found, key)),
        Value::Object(fields) => {
            for (key, value) in fields {
                strings(value, found, key);
            }
        }
        _ => {}
    }
}

#[test]
fn the_dashboard_shows_all_that_is_published_and_nothing_else() {
    let mut mentions = Mentions::default();
    let mut read = |key: &str, text: &str| match key {
        "expr" | "query" | "definition" => mentions.read(text),
        "legendFormat" | "textFormat" => mentions.read_legend(text),
        _ => {}
    };
    strings(&grafana(), &mut read, "");
    mentions.assert_published();
    let published = labels();
    let published: BTreeSet<_> = published.keys().map(String::as_str).collect();
    assert_eq!(mentions.distinct_names(), published);
}

#[test]
fn every_query_of_the_dashboard_heeds_its_variables() {
    let dashboard = grafana();
    let list = dashboard["templating"]["list"].as_array().unwrap();
    let names: Vec<_> = list
        .iter()
        .map(|variable| variable["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["datasource", "pool", "instance"]);
    for panel in panels(&dashboard) {
        for target in panel["targets"].as_array().unwrap() {
            let query = target["expr"].as_str().unwrap();
            for (name, rest) in words(query).filter(|(word, _)| word.starts_with("qnpool_")) {
                let selectors = within(rest, '{', '}').unwrap_or_default();
                for heeded in ["pool=~\"$pool\"", "instance=~\"$instance\""] {
                    assert!(selectors.contains(heeded), "{name} in {query}");
                }
            }
            assert_eq!(target["datasource"]["uid"], "${datasource}");
        }
    }
}

fn panels(dashboard: &Value) -> &[Value] {
    dashboard["panels"].as_array().unwrap()
}

#[test]
fn panels_have_a_number_and_a_place_of_their_own() {
    let dashboard = grafana();
    let mut numbers = BTreeSet::new();
    let mut taken = BTreeMap::new();
    for panel in panels(&dashboard) {
        let title = panel["title"].as_str().unwrap();
        assert!(numbers.insert(panel["id"].as_u64().unwrap()), "{title}");
        let place = |key: &str| panel["gridPos"][key].as_u64().unwrap();
        let (left, top) = (place("x"), place("y"));
        let (right, bottom) = (left + place("w"), top + place("h"));
        assert!(left < right && top < bottom && right <= 24, "{title}");
        for cell in (left..right).flat_map(|x| (top..bottom).map(move |y| (x, y))) {
            let other = taken.insert(cell, title);
            assert_eq!(other, None, "{title} lies on it");
        }
    }
    assert!(numbers.len() >= 10);
}

/// Runs promtool if it is installed. `dashboards/check.sh` needs it.
fn promtool(arguments: &[&str], input: &str) {
    let call = format!("`promtool {}`", arguments.join(" "));
    if !tools::is_installed("promtool", "prometheus", &call) {
        return;
    }
    let mut child = Command::new("promtool")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{call}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

#[test]
fn promtool_accepts_the_rules() {
    promtool(&["check", "rules", RULES], "");
}

#[test]
fn promtool_sees_each_alert_fire_when_it_should() {
    promtool(&["test", "rules", RULE_TESTS], "");
}

#[test]
fn promtool_finds_no_fault_with_the_names() {
    promtool(&["check", "metrics"], &published());
}

/// As rules, since promtool reads no dashboards.
#[test]
fn promtool_can_read_the_queries_of_the_dashboard() {
    let dashboard = grafana();
    let targets = panels(&dashboard)
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    let rules = targets.enumerate().map(|(number, target)| {
        let query = target["expr"].as_str().unwrap();
        let query = query.replace("$__rate_interval", "1m");
        serde_json::json!({ "record": format!("query:{number}"), "expr": query })
    });
    let rules: Vec<_> = rules.collect();
    assert!(rules.len() >= 10);
    let group = serde_json::json!({ "groups": [{ "name": "queries", "rules": rules }] });
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/queries.rules.yml");
    fs::write(path, group.to_string()).unwrap();
    promtool(&["check", "rules", path], "");
}

#[test]
fn without_promtool_one_line_says_so() {
    let tests = [
        "promtool_accepts_the_rules",
        "promtool_sees_each_alert_fire_when_it_should",
        "promtool_finds_no_fault_with_the_names",
        "promtool_can_read_the_queries_of_the_dashboard",
    ];
    tools::assert_that_missing_programs_show(&tests, "promtool");
}
