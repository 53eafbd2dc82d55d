//! Medians, and ratios within a round.

use super::numbers::median;
use super::runner::{Cell, Measured};
use crate::contenders::Kind;

/// One row's figures, less what the scenario costs by itself.
pub(crate) struct Figures {
    pub(crate) name: &'static str,
    pub(crate) contenders: Vec<Figure>,
}

pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) rounds: Vec<f64>,
}

impl Figures {
    pub(crate) fn new(measured: &Measured) -> Self {
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

    pub(crate) fn of(&self, name: &str) -> Option<&Figure> {
        self.contenders.iter().find(|figure| figure.name == name)
    }

    /// The median of each contender, as a file of figures has it.
    pub(crate) fn recorded(&self) -> impl Iterator<Item = (String, String, f64)> {
        self.contenders.iter().map(|figure| {
            (
                self.name.to_owned(),
                figure.name.to_owned(),
                figure.median(),
            )
        })
    }
}

impl Figure {
    pub(crate) fn median(&self) -> f64 {
        median(self.rounds.clone())
    }

    /// The median of the rounds' ratios: within a round the machine's speed drifts little.
    pub(crate) fn over(&self, other: Option<&Self>) -> Option<f64> {
        let pairs = self.rounds.iter().zip(&other?.rounds);
        // Less than nothing is left where the floor was slower than the contender.
        let ratios: Vec<f64> = pairs
            .filter(|(this, other)| **this > 0.0 && **other > 0.0)
            .map(|(this, other)| this / other)
            .collect();
        (!ratios.is_empty()).then(|| median(ratios))
    }
}

pub(crate) fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
}
