//! The chart of nanoseconds: bars, one panel for each scenario, the fastest on top.

use std::fmt::Write;

use crate::figures::{Figures, SCENARIOS};

const COLUMNS: u32 = 2;
const ROWS: u32 = 3;
const _: () = assert!((COLUMNS * ROWS) as usize == SCENARIOS.len());
const PANEL: (u32, u32) = (460, 290);
const TOP: u32 = 78;
const BAR: u32 = 20;
/// Where bars begin, and how long the longest is.
const NAMES: u32 = 130;
const LONGEST: u32 = 250;

const INK: &str = "#3c3c3c";
/// Of the palette of Okabe and Ito, as in the other chart.
const OURS: &str = "#0072b2";
const OTHERS: &str = "#b4b4b4";

pub(crate) fn draw(figures: &Figures) -> String {
    let (width, height) = (COLUMNS * PANEL.0 + 40, TOP + ROWS * PANEL.1 - 24);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"14\" fill=\"{INK}\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"24\" y=\"34\" font-size=\"20\" font-weight=\"bold\">\
         Nanoseconds for one get and one drop</text>\n\
         <text x=\"24\" y=\"58\">Shorter is better. Each panel has a scale of its own.</text>\n"
    );
    for (place, (scenario, explained)) in (0..).zip(SCENARIOS) {
        let left = 24 + place % COLUMNS * PANEL.0;
        let top = TOP + place / COLUMNS * PANEL.1;
        panel(&mut svg, figures, scenario, explained, (left, top));
    }
    svg + "</svg>\n"
}

fn panel(svg: &mut String, figures: &Figures, scenario: &str, explained: &str, at: (u32, u32)) {
    let (left, top) = at;
    let title = top + 18;
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{title}\" font-weight=\"bold\">{explained}</text>"
    )
    .unwrap();
    let times = figures.of_scenario(scenario);
    let most = times.last().unwrap().2;
    for (place, (contender, time, value)) in (0..).zip(times) {
        let y = top + 32 + place * BAR;
        let (colour, weight) = match contender {
            "qnpool" => (OURS, "bold"),
            _ => (OTHERS, "normal"),
        };
        let bar = left + NAMES;
        let length = value / most * f64::from(LONGEST);
        let (end, names) = (f64::from(bar) + length + 6.0, bar - 8);
        let base = y + 12;
        writeln!(
            svg,
            "<text x=\"{names}\" y=\"{base}\" text-anchor=\"end\" font-weight=\"{weight}\">\
             {contender}</text>\
             <rect x=\"{bar}\" y=\"{y}\" width=\"{length:.1}\" height=\"15\" fill=\"{colour}\"/>\
             <text x=\"{end:.1}\" y=\"{base}\" font-weight=\"{weight}\">{time}</text>"
        )
        .unwrap();
    }
}
