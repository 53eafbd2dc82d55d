//! The tables, in Markdown.

use super::alone::POOLS;
use super::churn::{self, Created};
use super::contenders::Kind;
use super::runner::{Cell, Measured};

pub(crate) fn print(rows: &[Measured], created: &Created) {
    if rows.is_empty() {
        return;
    }
    let rows: Vec<Figures> = rows.iter().map(Figures::new).collect();
    print_verdicts(&rows);
    print_all(&rows);
    print_pools(&rows);
    print_created(&rows, created);
}

/// One row's figures, less what the scenario costs by itself.
struct Figures {
    name: &'static str,
    contenders: Vec<Figure>,
}

struct Figure {
    name: &'static str,
    kind: Kind,
    rounds: Vec<f64>,
}

impl Figures {
    fn new(measured: &Measured) -> Self {
        let floor = measured.cells.iter().find(|cell| cell.kind == Kind::Floor);
        // Its fastest round: what is slower in another one is the machine's doing.
        let floor = floor
            .filter(|_| measured.row.less_floor)
            .and_then(|floor| floor.rounds.iter().copied().min_by(f64::total_cmp));
        let figure = |cell: &Cell| {
            let floor = floor.filter(|_| cell.kind != Kind::Floor).unwrap_or(0.0);
            let each = cell.rounds.iter().map(|nanoseconds| nanoseconds - floor);
            Figure {
                name: cell.name,
                kind: cell.kind,
                rounds: each.collect(),
            }
        };
        Self {
            name: measured.row.name,
            contenders: measured.cells.iter().map(figure).collect(),
        }
    }

    fn of(&self, name: &str) -> Option<&Figure> {
        self.contenders.iter().find(|figure| figure.name == name)
    }

    /// The fastest of what one could use instead of qnpool.
    fn best(&self) -> Option<&Figure> {
        let rivals = self.contenders.iter();
        rivals
            .filter(|figure| matches!(figure.kind, Kind::Peer | Kind::Allocator))
            .min_by(|one, other| one.median().total_cmp(&other.median()))
    }
}

impl Figure {
    fn median(&self) -> f64 {
        median(self.rounds.clone())
    }

    /// The median of the rounds' ratios: within a round the machine's speed drifts little.
    fn over(&self, other: Option<&Self>) -> Option<f64> {
        let pairs = self.rounds.iter().zip(&other?.rounds);
        // Less than nothing is left where the floor was slower than the contender.
        let ratios: Vec<f64> = pairs
            .filter(|(this, other)| **this > 0.0 && **other > 0.0)
            .map(|(this, other)| this / other)
            .collect();
        (!ratios.is_empty()).then(|| median(ratios))
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    let middle = of.len() / 2;
    if of.len().is_multiple_of(2) {
        f64::midpoint(of[middle - 1], of[middle])
    } else {
        of[middle]
    }
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// Three digits that mean something.
fn nanoseconds(value: f64) -> String {
    match value.abs() {
        ..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
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
        let (limit, best) = (row.of("limit"), row.best());
        let show = |figure: Option<&Figure>| {
            figure.map_or_else(|| "–".to_owned(), |figure| nanoseconds(figure.median()))
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            nanoseconds(ours.median()),
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
                    nanoseconds(figure.median()),
                    ratio(figure.over(row.of("limit"))),
                    ratio(figure.over(row.best())),
                ),
            }
        }
        println!();
    }
}

fn print_pools(rows: &[Figures]) {
    let find = |name: &str| rows.iter().find(|row| row.name == name);
    let Some(one) = find("one thread, tiny") else {
        return;
    };
    let many: Vec<&Figures> = POOLS.iter().filter_map(|(name, _)| find(name)).collect();
    if many.is_empty() {
        return;
    }
    println!("\n## Many pools: × the contender's own cost with one\n");
    print!("| |");
    for row in &many {
        print!(" {} |", row.name);
    }
    println!("\n|---|{}", "---|".repeat(many.len()));
    for figure in &one.contenders {
        if many.iter().all(|row| row.of(figure.name).is_none()) {
            continue;
        }
        print!("| {} |", figure.name);
        for row in &many {
            let over = row.of(figure.name).and_then(|many| many.over(Some(figure)));
            print!(" {} |", ratio(over));
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
