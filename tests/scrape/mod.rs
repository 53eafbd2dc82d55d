//! What a recorder of Prometheus makes of a publication, read back from its text.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::collections::{BTreeMap, BTreeSet};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

/// A recorder of a test's own: other tests publish in the same process.
pub struct Watcher(PrometheusRecorder);

impl Watcher {
    pub fn new() -> Self {
        Self(PrometheusBuilder::new().build_recorder())
    }

    /// Publishes, and gives the text that is served then.
    pub fn text(&self) -> String {
        metrics::with_local_recorder(&self.0, qnpool::metrics::publish);
        self.0.handle().render()
    }

    pub fn scrape(&self) -> Scrape {
        Scrape::parse(&self.text())
    }
}

/// The text format of Prometheus 0.0.4.
#[derive(Default)]
pub struct Scrape {
    pub help: BTreeMap<String, String>,
    pub types: BTreeMap<String, String>,
    pub samples: Vec<Sample>,
}

#[derive(Debug)]
pub struct Sample {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub value: f64,
}

impl Scrape {
    /// Panics at a line that is not of the format.
    pub fn parse(text: &str) -> Self {
        let mut scrape = Self::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').expect(line);
                let before = scrape.help.insert(name.to_owned(), help.to_owned());
                assert_eq!(before, None, "{name} has two HELP lines");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').expect(line);
                let before = scrape.types.insert(name.to_owned(), kind.to_owned());
                assert_eq!(before, None, "{name} has two TYPE lines");
            } else {
                scrape.samples.push(Sample::parse(line));
            }
        }
        scrape
    }

    /// The series of one pool and name, by its other labels' values.
    pub fn of(&self, pool: &str, name: &str) -> BTreeMap<String, f64> {
        let samples = self.samples.iter().filter(|sample| {
            sample.name == name && sample.labels.get("pool").is_some_and(|it| it == pool)
        });
        samples
            .map(|sample| {
                let others = sample.labels.iter().filter(|(key, _)| *key != "pool");
                let others: Vec<_> = others.map(|(_, value)| value.as_str()).collect();
                (others.join(","), sample.value)
            })
            .collect()
    }

    /// The value of the one series of a pool and name, and of a label's value if the
    /// name has a label.
    #[track_caller]
    pub fn value(&self, pool: &str, name: &str, label: &str) -> f64 {
        let series = self.of(pool, name);
        *series
            .get(label)
            .unwrap_or_else(|| panic!("no `{name}` of `{pool}` for `{label}`: {series:?}"))
    }

    /// Of all series of a pool and name.
    pub fn sum(&self, pool: &str, name: &str) -> f64 {
        self.of(pool, name).into_values().sum()
    }

    /// The verdict's word.
    #[track_caller]
    pub fn verdict(&self, pool: &str) -> Option<String> {
        let series = self.of(pool, "qnpool_health_verdict");
        assert_eq!(series.len(), 4, "{series:?}");
        assert!(series.values().all(|value| [0.0, 1.0].contains(value)));
        let mut holds = series.into_iter().filter(|(_, value)| *value > 0.0);
        let word = holds.next().map(|(word, _)| word);
        assert_eq!(holds.next(), None, "two verdicts on `{pool}`");
        word
    }

    /// The labels of each name, with their values.
    pub fn labels(&self) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
        let mut labels: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for sample in &self.samples {
            let of_name = labels.entry(sample.name.clone()).or_default();
            for (key, value) in sample.labels.clone() {
                of_name.entry(key).or_default().insert(value);
            }
        }
        labels
    }
}

impl Sample {
    /// Of `name{key="value",…} number`; no value here has a quote or a comma.
    fn parse(line: &str) -> Self {
        let (series, value) = line.rsplit_once(' ').expect(line);
        let (name, labels) = series.split_once('{').expect(line);
        let labels = labels.strip_suffix('}').expect(line);
        let labels = labels.split(',').map(|label| {
            let (key, value) = label.split_once("=\"").expect(line);
            let value = value.strip_suffix('"').expect(line);
            (key.to_owned(), value.to_owned())
        });
        Self {
            name: name.to_owned(),
            labels: labels.collect(),
            value: value.parse().expect(line),
        }
    }
}
