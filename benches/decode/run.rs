//! The same measurement, whatever the allocator.

use std::env;
use std::hint::black_box;

use crate::contenders::Kind;
use crate::decoders::{Decoder, Fresh, ParserAlone, Visitor, for_each};
use crate::measuring::figures::{Figures, ratio};
use crate::measuring::numbers::three_digits;
use crate::measuring::runner::{Group, Row, Runner};
use crate::text::{Input, ROWS};

pub(crate) fn run(allocator: &str) {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // For `decode_instructions.sh`.
    if let [word, name, batches] = arguments.as_slice()
        && word == "only"
    {
        let batches = batches.parse().expect("the last argument is a number");
        for_each(&mut Only { name, batches });
        return;
    }
    let mut runner = Runner::new();
    let row = Row {
        pairs: u32::try_from(ROWS).expect("a few"),
        seconds: 1.0,
        rounds: 5,
        ..Row::new("decode")
    };
    runner.row(row, |group| for_each(&mut Batches(group)));
    for measured in runner.rows() {
        print(allocator, &Figures::new(measured));
    }
}

struct Only<'a> {
    name: &'a str,
    batches: usize,
}

impl Visitor for Only<'_> {
    fn visit<D: Decoder>(&mut self) {
        if D::NAME == self.name {
            let mut input = Input::new();
            let mut decoder = D::default();
            for _ in 0..self.batches {
                black_box(decoder.batch(&mut input));
            }
        }
    }
}

struct Batches<'a, 'criterion>(&'a mut Group<'criterion>);

impl Visitor for Batches<'_, '_> {
    fn visit<D: Decoder>(&mut self) {
        let mut input = Input::new();
        let mut decoder = D::default();
        self.0.bench_as(D::NAME, Kind::Peer, |bencher| {
            bencher.iter(|| decoder.batch(&mut input));
        });
    }
}

fn print(allocator: &str, row: &Figures) {
    println!("\n## A batch of {ROWS} rows, under {allocator}\n");
    println!("| | ns a row | rows a second, × fresh | less the parser, × fresh |");
    println!("|---|---|---|---|");
    let [parser, fresh] = [ParserAlone::NAME, Fresh::NAME].map(|name| row.of(name));
    for figure in &row.contenders {
        let faster = fresh.and_then(|fresh| fresh.over(Some(figure)));
        let own = parser.zip(fresh).map(|(parser, fresh)| {
            (fresh.median() - parser.median()) / (figure.median() - parser.median())
        });
        let own = own.filter(|_| figure.name != ParserAlone::NAME);
        println!(
            "| {} | {} | {} | {} |",
            figure.name,
            three_digits(figure.median()),
            ratio(faster),
            ratio(own),
        );
    }
}
