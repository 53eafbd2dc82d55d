//! The chart of nanoseconds: bars, one panel for each scenario, the fastest on top.

use std::fmt::Write;

use crate::peers::{Scenario, scenarios};
use crate::runs::{Runs, Summary};

const COLUMNS: u32 = 3;
const PANEL_WIDTH: u32 = 470;
const TOP: u32 = 102;
const BAR: u32 = 20;
/// Where bars begin, and how long the longest is.
const NAMES: u32 = 130;
const LONGEST: u32 = 200;

const INK: &str = "#3c3c3c";
/// Of the palette of Okabe and Ito, as in the other chart.
const OURS: &str = "#0072b2";
const OTHERS: &str = "#b4b4b4";

/// The names of scenarios, and what is measured in each.
const EXPLAINED: [(&str, &str); 15] = [
    ("one thread, tiny", "an object of 24 bytes at a time"),
    ("one thread, packet", "an object with a buffer at a time"),
    ("burst of 64", "64 packets held at once"),
    ("burst of 1,000", "1,000 packets held at once"),
    ("2 threads", "one pool shared"),
    ("4 threads", "one pool shared"),
    ("8 threads", "one pool shared"),
    ("32 threads", "one pool shared"),
    ("work, 1 thread", "1,500 bytes written and read"),
    ("work, 2 threads", "1,500 bytes written and read"),
    ("hand-off", "got on one thread, dropped on another"),
    ("2 pools", "used in turn by one thread"),
    ("8 pools", "used in turn by one thread"),
    ("100 pools", "used in turn by one thread"),
    ("churn", "a thread that lives for four objects"),
];

pub(crate) fn draw(runs: &Runs) -> String {
    let scenarios = scenarios(runs.file("peers"));
    let most = scenarios.iter().map(|one| bars(one).len()).max();
    let bars = u32::try_from(most.expect("a scenario")).unwrap();
    let height = 32 + bars * BAR + 30;
    let lines = u32::try_from(scenarios.len()).unwrap().div_ceil(COLUMNS);
    let (whole_width, whole_height) = (COLUMNS * PANEL_WIDTH + 40, TOP + lines * height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole_width} {whole_height}\" \
         font-family=\"sans-serif\" font-size=\"14\" fill=\"{INK}\">\n\
         <rect width=\"{whole_width}\" height=\"{whole_height}\" fill=\"#ffffff\"/>\n\
         <text x=\"24\" y=\"34\" font-size=\"20\" font-weight=\"bold\">\
         Nanoseconds for one get and one drop</text>\n\
         <text x=\"24\" y=\"58\">Shorter is better. Each panel has its own scale. The scenarios \
         in which qnpool is slowest beside the fastest alternative come first.</text>\n\
         <text x=\"24\" y=\"80\">Bars are medians of the runs, lines reach from the lowest to \
         the highest run.</text>\n"
    );
    for (place, scenario) in (0..).zip(&scenarios) {
        let left = 24 + place % COLUMNS * PANEL_WIDTH;
        let top = TOP + place / COLUMNS * height;
        panel(&mut svg, scenario, (left, top));
    }
    svg + "</svg>\n"
}

/// The fastest first.
fn bars<'data>(scenario: &Scenario<'data>) -> Vec<(&'data str, Summary)> {
    let mut bars = scenario.alternatives();
    bars.push(("qnpool", scenario.ours()));
    bars.sort_by(|one, other| one.1.median.total_cmp(&other.1.median));
    bars
}

fn panel(svg: &mut String, scenario: &Scenario<'_>, (left, top): (u32, u32)) {
    let explained = EXPLAINED.iter().find(|(name, _)| *name == scenario.name);
    let (name, explained) = explained.unwrap_or_else(|| panic!("{} is new", scenario.name));
    let title = top + 18;
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{title}\"><tspan font-weight=\"bold\">{name}</tspan>: \
         {explained}</text>"
    )
    .unwrap();
    let bars = bars(scenario);
    let highest = bars.iter().map(|(_, time)| time.highest);
    let scale = f64::from(LONGEST) / highest.max_by(f64::total_cmp).expect("a bar");
    for (place, (contender, time)) in (0..).zip(bars) {
        let (colour, weight) = match contender {
            "qnpool" => (OURS, "bold"),
            _ => (OTHERS, "normal"),
        };
        let y = top + 32 + place * BAR;
        let (base, middle, bar) = (y + 12, y + 7, left + NAMES);
        let length = |time: f64| time.max(0.0) * scale;
        let (names, zero) = (bar - 8, f64::from(bar));
        let (low, high) = (zero + length(time.lowest), zero + length(time.highest));
        writeln!(
            svg,
            "<text x=\"{names}\" y=\"{base}\" text-anchor=\"end\" font-weight=\"{weight}\">\
             {contender}</text>\
             <rect x=\"{bar}\" y=\"{y}\" width=\"{:.1}\" height=\"15\" fill=\"{colour}\"/>\
             <path d=\"M{low:.1} {middle}H{high:.1}\" stroke=\"#000000\" stroke-width=\"2\"/>\
             <text x=\"{:.1}\" y=\"{base}\" font-weight=\"{weight}\">{time}</text>",
            length(time.median),
            high + 6.0,
        )
        .unwrap();
    }
}
