//! Random definitions, which a model of the contract judges, and the compiler after it: the
//! derive accepts what the model accepts, refuses the rest, and reports one mistake once.
//!
//! - `cargo test --workspace`, which CI runs, generates 600 definitions of one seed and
//!   compiles them in less than a minute.
//! - `scripts/prove.sh long verdicts` generates 2,500 definitions of each of three seeds.
//! - Variables set the seed and the number of definitions:
//!
//! ```text
//! QNPOOL_VERDICTS_SEED=7 QNPOOL_VERDICTS_TYPES=10000 cargo test -p qnpool-tests --test verdicts
//! ```
//!
//! The model (`verdicts/model.rs`) knows what the contract says about a type, and nothing about
//! how the derive checks it. It also computes `MAX_RETAINED_BYTES` by itself.

#[path = "verdicts/compile.rs"]
mod compile;
#[path = "verdicts/definition.rs"]
mod definition;
#[path = "verdicts/generate.rs"]
mod generate;
#[path = "verdicts/leaves.rs"]
mod leaves;
#[path = "verdicts/model.rs"]
mod model;
#[path = "verdicts/option_mistakes.rs"]
mod option_mistakes;
#[path = "verdicts/options.rs"]
mod options;
#[path = "verdicts/prelude.rs"]
mod prelude;
#[path = "verdicts/properties.rs"]
mod properties;
#[path = "verdicts/shrink.rs"]
mod shrink;

use std::fmt::Write;
use std::str::FromStr;

use compile::{Said, compile};
use definition::Definition;
use fastrand::Rng;
use generate::Generator;
use model::{Verdict, judge};
use shrink::smaller;

/// Differences that are made smaller and shown.
const MOST_SHOWN: usize = 5;

#[test]
fn the_derive_and_the_model_agree() {
    let seed = setting("QNPOOL_VERDICTS_SEED", 2_000);
    let types = setting("QNPOOL_VERDICTS_TYPES", 600);
    println!("QNPOOL_VERDICTS_SEED={seed} QNPOOL_VERDICTS_TYPES={types}");
    let mut generator = Generator {
        random: Rng::with_seed(seed),
    };
    let items: Vec<_> = (0..types).map(|_| generator.definition()).collect();
    let items = judged(items);
    assert_variety(&items);
    let said = compile(&items);
    let mut differences: Vec<_> = items
        .iter()
        .zip(&said)
        .filter(|((_, verdict), said)| difference(verdict, said).is_some())
        .map(|((item, _), _)| item.clone())
        .collect();
    let count = differences.len();
    differences.truncate(MOST_SHOWN);
    let mut report = String::new();
    for item in differences {
        let (item, verdict, said) = smallest(item);
        let difference = difference(&verdict, &said).unwrap_or("only among others");
        let messages = [said.of_definition, said.of_use].concat().join("\n");
        writeln!(
            report,
            "{difference}:\n\n{item}\nby the model: {verdict:?}\nby the compiler:\n{messages}"
        )
        .expect("a string takes any text");
    }
    assert!(
        count == 0,
        "{count} of {types} definitions, by seed {seed}:\n\n{report}"
    );
}

fn setting<T: FromStr>(name: &str, default: T) -> T {
    let Ok(text) = std::env::var(name) else {
        return default;
    };
    text.parse()
        .unwrap_or_else(|_| panic!("{name}={text} is no number"))
}

fn judged(items: Vec<Definition>) -> Vec<(Definition, Verdict)> {
    let judged = |item| {
        let verdict = judge(&item);
        (item, verdict)
    };
    items.into_iter().map(judged).collect()
}

/// What the model and the compiler do not agree on.
fn difference(verdict: &Verdict, said: &Said) -> Option<&'static str> {
    let of_definition = said.of_definition.len();
    let of_use = said.of_use.len();
    let in_definition = verdict.mistakes + verdict.mistakes_in_constants;
    let in_use = verdict.mistakes_in_argument;
    match (in_definition, in_use) {
        (0, 0) if of_definition > 0 => Some("refused"),
        (0, 0) if of_use > 0 => Some("the constant is another"),
        (0, 1..) if of_definition > 0 => Some("refused without a use"),
        (0, 1..) if of_use == 0 => Some("accepted with that argument"),
        (0, 1) if of_use > 1 => Some("one mistake in an argument, several errors"),
        (1.., _) if of_definition == 0 => Some("accepted"),
        (1, 0) if of_definition > 1 => Some("one mistake, several errors"),
        (1, 0) if of_use > 0 => Some("the use is not quiet"),
        _ => None,
    }
}

/// The smallest definition found of which the same is not agreed on.
fn smallest(item: Definition) -> (Definition, Verdict, Said) {
    let checked = |items| {
        let items = judged(items);
        let said = compile(&items);
        items.into_iter().zip(said)
    };
    let ((mut item, mut verdict), mut said) = checked(vec![item]).next().expect("it is one");
    let kind = difference(&verdict, &said);
    while let Some(((next, of_next), said_of_next)) =
        checked(smaller(&item)).find(|((_, verdict), said)| difference(verdict, said) == kind)
    {
        (item, verdict, said) = (next, of_next, said_of_next);
    }
    (item, verdict, said)
}

/// A generator of nothing but one verdict would prove nothing.
fn assert_variety(items: &[(Definition, Verdict)]) {
    let at_least = |percent: usize, what: &str, is_it: &dyn Fn(&Definition, &Verdict) -> bool| {
        let found = items.iter().filter(|(item, verdict)| is_it(item, verdict));
        let found = found.count() * 100 / items.len();
        println!("{what}: {found} %");
        assert!(found >= percent, "{what}: {found} % of the definitions");
    };
    at_least(25, "right", &|_, it| it.mistakes() == 0);
    at_least(15, "right, retaining bytes that are known", &|_, it| {
        it.mistakes() == 0 && it.retained.is_some_and(|bytes| bytes > 0)
    });
    at_least(15, "with one mistake", &|_, it| it.mistakes == 1);
    at_least(5, "with several", &|_, it| it.mistakes > 1);
    at_least(2, "with one in an argument", &|_, it| {
        it.mistakes_in_argument > 0
    });
    at_least(2, "with one in a constant", &|_, it| {
        it.mistakes == 0 && it.mistakes_in_constants > 0
    });
    for option in ["after", "clear", "each", "keep_others"] {
        let has_option = |item: &Definition| item.to_string().contains(&format!("({option}"));
        let right = format!("right, with `{option}`");
        at_least(1, &right, &|item, it| {
            it.mistakes() == 0 && has_option(item)
        });
        let mistaken = format!("with one mistake, and `{option}`");
        at_least(1, &mistaken, &|item, it| {
            it.mistakes == 1 && has_option(item)
        });
    }
}
