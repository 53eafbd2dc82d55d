//! The tables of this run, in Markdown, and the file that all runs are kept in.

use super::churn::{self, Created};
use super::contenders::Kind;
use super::measuring::figures::{Figure, Figures, ratio};
use super::measuring::numbers::three_digits;
use super::measuring::record;
use super::measuring::runner::Measured;

pub(crate) fn print(rows: &[Measured], created: &Created) {
    if rows.is_empty() {
        return;
    }
    let rows: Vec<Figures> = rows.iter().map(Figures::new).collect();
    print_verdicts(&rows);
    print_all(&rows);
    print_created(&rows, created);
    if record::is_wanted() {
        record_run(&rows, created);
    }
}

/// The fastest of what one could use instead of qnpool.
fn best(row: &Figures) -> Option<&Figure> {
    let rivals = row.contenders.iter();
    rivals
        .filter(|figure| matches!(figure.kind, Kind::Peer | Kind::Allocator))
        .min_by(|one, other| one.median().total_cmp(&other.median()))
}

/// Empty where qnpool is ahead in every round.
fn verdict(ours: &Figure, best: &Figure) -> String {
    if ours.median() <= 0.0 || best.median() <= 0.0 {
        return "disturbed: the floor is above".to_owned();
    }
    let pairs = ours.rounds.iter().zip(&best.rounds);
    let lost = pairs.filter(|(ours, best)| ours > best).count();
    let rounds = ours.rounds.len();
    match lost {
        0 => String::new(),
        _ if 2 * lost > rounds => format!("**lost**, {lost} of {rounds} rounds"),
        _ => format!("lost {lost} of {rounds} rounds"),
    }
}

fn print_verdicts(rows: &[Figures]) {
    println!("\n## qnpool beside the limit and the best peer, ns per pair\n");
    println!("| scenario | qnpool | limit | × limit | best peer | | × best peer | |");
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        let Some(ours) = row.of("qnpool") else {
            continue;
        };
        let (limit, best) = (row.of("limit"), best(row));
        let show = |figure: Option<&Figure>| {
            figure.map_or_else(|| "–".to_owned(), |figure| three_digits(figure.median()))
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            three_digits(ours.median()),
            show(limit),
            ratio(ours.over(limit)),
            best.map_or("–", |best| best.name),
            show(best),
            ratio(ours.over(best)),
            best.map_or_else(String::new, |best| verdict(ours, best)),
        );
    }
}

fn print_all(rows: &[Figures]) {
    println!("\n## All: ns per pair / × limit / × best peer\n");
    let mut contenders: Vec<&str> = Vec::new();
    for figure in rows.iter().flat_map(|row| &row.contenders) {
        if !contenders.contains(&figure.name) {
            contenders.push(figure.name);
        }
    }
    print!("| |");
    for row in rows {
        print!(" {} |", row.name);
    }
    println!("\n|---|{}", "---|".repeat(rows.len()));
    for name in contenders {
        print!("| {name} |");
        for row in rows {
            match row.of(name) {
                None => print!(" |"),
                Some(figure) => print!(
                    " {} / {} / {} |",
                    three_digits(figure.median()),
                    ratio(figure.over(row.of("limit"))),
                    ratio(figure.over(best(row))),
                ),
            }
        }
        println!();
    }
}

fn print_created(rows: &[Figures], created: &Created) {
    let Some(row) = rows.iter().find(|row| row.name == churn::ROW) else {
        return;
    };
    println!("\n## Churn: 200 threads, 800 pairs, four objects at once\n");
    println!("| | µs per thread | objects created |");
    println!("|---|---|---|");
    for figure in &row.contenders {
        println!(
            "| {} | {:.1} | {} |",
            figure.name,
            figure.median() / 1000.0,
            created
                .get(figure.name)
                .map_or_else(|| "–".to_owned(), u64::to_string),
        );
    }
}

fn record_run(rows: &[Figures], created: &Created) {
    let mut figures: Vec<_> = rows.iter().flat_map(Figures::recorded).collect();
    if rows.iter().any(|row| row.name == churn::ROW) {
        figures.extend(created.iter().map(|(contender, objects)| {
            let objects = u32::try_from(*objects).expect("some hundred objects");
            let contender = (*contender).to_owned();
            (
                "churn, objects created".to_owned(),
                contender,
                objects.into(),
            )
        }));
    }
    record::add_run("peers", &figures);
}
