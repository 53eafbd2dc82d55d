//! The tables of the pages, by name.

use crate::data::{Data, Row};
use crate::numbers::three_digits;
use crate::peers::{CREATED, Scenario, alternative, scenarios, verdict};
use crate::runs::{Runs, Summary};

pub(crate) fn table(runs: &Runs, name: &str) -> String {
    match name {
        "peers/summary" => peers_summary(runs),
        "peers/comparison" => peers_comparison(runs),
        "peers/losses" => peers_losses(runs),
        "peers/scenarios" => peers_scenarios(runs),
        "peers/contenders" => peers_contenders(runs),
        "peers/pools" => peers_pools(runs),
        "peers/churn" => peers_churn(runs),
        "seeing/levels" => seeing_levels(runs),
        "worth_it/types" => worth_it_types(runs),
        "crowd/crowds" => crowds(runs),
        "stopped/longest" => all_of(runs, "stopped", "microseconds"),
        "first_use/times" => all_of(runs, "first_use", "microseconds"),
        "many_pools/figures" => all_of(runs, "many_pools", "pools and threads"),
        "shrink_many_pools/times" => all_of(runs, "shrink_many_pools", "nanoseconds a use"),
        _ => panic!("no table named {name}"),
    }
}

fn markdown(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        assert_eq!(row.len(), head.len(), "{row:?}");
        table += &["| ", &row.join(" | "), " |\n"].concat();
    }
    table
}

fn below(table: &str, sentences: &[String]) -> String {
    format!("{table}\n{}\n", sentences.join("\n"))
}

/// For the README: every scenario, and how many alternatives are faster.
fn peers_summary(runs: &Runs) -> String {
    let scenarios = scenarios(runs.file("peers"));
    let table = brief(&scenarios, "faster alternatives", |one| {
        format!("{} of {}", one.faster().len(), one.alternatives().len())
    });
    below(&table, &[verdict(&scenarios), runs.origin("peers")])
}

/// The same with every faster alternative by name.
fn peers_comparison(runs: &Runs) -> String {
    let scenarios = scenarios(runs.file("peers"));
    let table = with_names(&scenarios);
    below(&table, &[verdict(&scenarios), runs.origin("peers")])
}

/// The scenarios that qnpool loses.
fn peers_losses(runs: &Runs) -> String {
    let mut scenarios = scenarios(runs.file("peers"));
    scenarios.retain(|one| !one.faster().is_empty());
    below(&with_names(&scenarios), &[runs.origin("peers")])
}

fn with_names(scenarios: &[Scenario<'_>]) -> String {
    brief(
        scenarios,
        "alternatives faster than qnpool",
        |one| match one.faster()[..] {
            [] => "–".to_string(),
            ref faster => {
                let names: Vec<_> = faster.iter().map(|name| alternative(name)).collect();
                names.join("; ")
            }
        },
    )
}

fn brief(
    scenarios: &[Scenario<'_>],
    last: &str,
    faster: impl Fn(&Scenario<'_>) -> String,
) -> String {
    let rows = scenarios.iter().map(|one| {
        let (name, fastest) = one.fastest();
        vec![
            one.title().to_string(),
            one.ours().to_string(),
            format!("{}: {fastest}", alternative(name)),
            one.ratio_cell(),
            faster(one),
        ]
    });
    let head = [
        "nanoseconds",
        "qnpool",
        "fastest alternative",
        "ratio",
        last,
    ];
    markdown(&head, rows)
}

fn peers_scenarios(runs: &Runs) -> String {
    let scenarios = scenarios(runs.file("peers"));
    let rows = scenarios.iter().map(|one| {
        let limit = one.of("limit").expect("the limit is in every scenario");
        let (name, fastest) = one.fastest();
        vec![
            one.name.to_string(),
            one.ours().to_string(),
            limit.to_string(),
            three_digits(one.ours().median / limit.median),
            name.to_string(),
            fastest.to_string(),
            one.ratio_cell(),
            one.slower_runs(),
            one.faster().join(", "),
        ]
    });
    let head = [
        "scenario",
        "qnpool",
        "limit",
        "× limit",
        "fastest alternative",
        "",
        "× fastest",
        "slower than it in runs",
        "faster than qnpool",
    ];
    let table = markdown(&head, rows);
    below(&table, &[verdict(&scenarios), runs.origin("peers")])
}

/// The columns of the lost scenarios come first; what is faster than qnpool is bold.
fn peers_contenders(runs: &Runs) -> String {
    let scenarios = scenarios(runs.file("peers"));
    let mut contenders: Vec<&str> = Vec::new();
    for contender in scenarios.iter().flat_map(Scenario::contenders) {
        if !contenders.contains(&contender) {
            contenders.push(contender);
        }
    }
    let rows = contenders.iter().map(|contender| {
        let cells = scenarios.iter().map(|one| match one.of(contender) {
            Some(summary) if one.faster().contains(contender) => format!("**{summary}**"),
            Some(summary) => summary.to_string(),
            None => String::new(),
        });
        [contender.to_string()].into_iter().chain(cells).collect()
    });
    let mut head = vec!["nanoseconds"];
    head.extend(scenarios.iter().map(|one| one.name));
    markdown(&head, rows)
}

/// Times of several pools to those of one, for each contender.
fn peers_pools(runs: &Runs) -> String {
    const SEVERAL: [&str; 3] = ["2 pools", "8 pools", "100 pools"];
    let scenarios = scenarios(runs.file("peers"));
    let find = |name| scenarios.iter().find(|one| one.name == name).expect(name);
    let one = find("one thread, tiny");
    let rows = one.contenders().filter_map(|contender| {
        let cells = SEVERAL.map(|name| find(name).of(contender));
        let cells = cells.map(|several| {
            let ratio = several?.median / one.of(contender)?.median;
            Some(three_digits(ratio))
        });
        let mut row = vec![contender.to_string()];
        row.extend(cells.into_iter().collect::<Option<Vec<_>>>()?);
        Some(row)
    });
    markdown(&["× one pool", SEVERAL[0], SEVERAL[1], SEVERAL[2]], rows)
}

fn peers_churn(runs: &Runs) -> String {
    let data = runs.file("peers");
    let churn = data.rows.iter().filter(|row| row.scenario == "churn");
    let rows = churn.map(|row| {
        let time = Summary::of(row).expect("a row has a value");
        let time = Summary {
            median: time.median / 1000.0,
            lowest: time.lowest / 1000.0,
            highest: time.highest / 1000.0,
        };
        let is_count = |one: &&Row| one.scenario == CREATED && one.contender == row.contender;
        let created = data.rows.iter().find(is_count).and_then(Summary::of);
        let created = created.map_or_else(|| "–".to_string(), count);
        vec![row.contender.clone(), time.to_string(), created]
    });
    markdown(&["", "µs per thread", "objects created"], rows)
}

/// Whole numbers, such as of objects.
fn count(summary: Summary) -> String {
    summary.show(|value| format!("{value:.0}"), "")
}

/// The scenarios and the contenders of a file, each in the order of its first row.
fn names(data: &Data) -> (Vec<&str>, Vec<&str>) {
    let (mut scenarios, mut contenders) = (Vec::new(), Vec::new());
    for row in &data.rows {
        for (list, name) in [
            (&mut scenarios, &row.scenario),
            (&mut contenders, &row.contender),
        ] {
            if !list.contains(&&**name) {
                list.push(name);
            }
        }
    }
    (scenarios, contenders)
}

/// Every figure of a file: a row for each scenario, a column for each contender.
fn all_of(runs: &Runs, file: &str, unit: &str) -> String {
    let data = runs.file(file);
    let (scenarios, contenders) = names(data);
    let rows = scenarios.iter().map(|scenario| {
        let cells = contenders.iter().map(|contender| {
            let is_one = |row: &&Row| row.scenario == *scenario && row.contender == *contender;
            let summary = data.rows.iter().find(is_one).and_then(Summary::of);
            summary.map_or_else(|| "–".to_string(), |summary| summary.to_string())
        });
        [scenario.to_string()].into_iter().chain(cells).collect()
    });
    let mut head = vec![unit];
    head.extend(&contenders);
    below(&markdown(&head, rows), &[runs.origin(file)])
}

/// Pairs, and the share of gets that made an object; a slow thread has the share alone.
fn crowds(runs: &Runs) -> String {
    const CREATED: &str = ", created";
    let (scenarios, contenders) = names(runs.file("crowd"));
    let crowds = scenarios
        .iter()
        .filter_map(|scenario| scenario.strip_suffix(CREATED));
    let rows = crowds.map(|crowd| {
        let cells = contenders.iter().map(|contender| {
            let of = |scenario: &str| runs.summary("crowd", scenario, contender);
            let pairs = if scenarios.contains(&crowd) {
                of(crowd).to_string()
            } else {
                "–".to_string()
            };
            format!("{pairs} / {} %", of(&format!("{crowd}{CREATED}")))
        });
        [crowd.to_string()].into_iter().chain(cells).collect()
    });
    let mut head = vec!["million pairs a second / gets that made an object"];
    head.extend(&contenders);
    below(&markdown(&head, rows), &[runs.origin("crowd")])
}

fn seeing_levels(runs: &Runs) -> String {
    let (scenarios, levels) = names(runs.file("seeing"));
    let rows = scenarios.iter().map(|scenario| {
        let off = runs.summary("seeing", scenario, "off").median;
        let cells = levels.iter().map(|level| {
            let time = runs.summary("seeing", scenario, level);
            let ratio = three_digits(time.median / off);
            format!("{time} / {ratio} / {}", three_digits(time.median - off))
        });
        [scenario.to_string()].into_iter().chain(cells).collect()
    });
    let mut head = vec![""];
    head.extend(&levels);
    below(&markdown(&head, rows), &[runs.origin("seeing")])
}

fn worth_it_types(runs: &Runs) -> String {
    let data = runs.file("worth_it");
    let types = data.rows.iter().filter(|row| row.contender == "system");
    let rows = types.map(|row| {
        let of = |contender| runs.summary("worth_it", &row.scenario, contender);
        let [pooled, fresh] = ["pooled allocations", "fresh allocations"].map(|of_| count(of(of_)));
        vec![
            row.scenario.clone(),
            of("system").to_string(),
            of("mimalloc").to_string(),
            format!("{pooled} / {fresh}"),
        ]
    });
    let head = [
        "",
        "system's allocator",
        "mimalloc",
        "allocations, pooled / fresh",
    ];
    below(&markdown(&head, rows), &[runs.origin("worth_it")])
}
