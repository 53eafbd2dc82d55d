//! The chart of memory over time.

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use indicatif::HumanCount;
use plotters::backend::SVGBackend;
use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{Circle, PathElement, Text};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::{
    Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TRANSPARENT, TextStyle, WHITE,
};

use crate::contenders::{Contender, Stock};
use crate::launch::Record;
use crate::report::mebibytes;
use crate::trial::Outcome;

const SIZE: (u32, u32) = (1080, 600);

/// Room to the right of the lines, where each is labelled.
const LABELS: u32 = 350;

/// Height of a label of two lines, and so the least distance between labels.
const LABEL_HEIGHT: i32 = 50;

const INK: RGBColor = RGBColor(60, 60, 60);

/// From the palette of Okabe and Ito, which colour-blind readers can tell apart.
fn colour(contender: Contender) -> RGBColor {
    match contender {
        Contender::Fresh => RGBColor(110, 110, 110),
        Contender::Mutex => RGBColor(213, 94, 0),
        Contender::ObjectPool => RGBColor(204, 121, 167),
        Contender::Qnpool => RGBColor(0, 114, 178),
    }
}

fn text(size: u32, colour: RGBColor) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&colour)
}

fn bold(size: u32, colour: RGBColor) -> TextStyle<'static> {
    ("sans-serif", size, FontStyle::Bold)
        .into_font()
        .color(&colour)
}

pub(crate) fn draw(records: &[Record], path: &Path) -> Result<()> {
    let mut svg = String::new();
    plot(records, &mut svg).map_err(|error| anyhow!("cannot draw the chart: {error}"))?;
    fs::write(path, svg).with_context(|| format!("cannot write {}", path.display()))
}

fn plot(records: &[Record], svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let samples = || records.iter().flat_map(|record| &record.samples);
    let longest = samples()
        .map(|sample| sample.elapsed.as_secs_f64())
        .fold(0.1, f64::max);
    let most = samples()
        .map(|sample| mebibytes(sample.live))
        .fold(1.0, f64::max);

    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    area.draw(&Text::new(
        "Memory held by the same UDP service, four ways of getting packets",
        (24, 18),
        bold(24, INK),
    ))?;
    area.draw(&Text::new(
        "Live bytes between two bursts, when every packet is back. A line that climbs is a leak.",
        (24, 50),
        text(16, INK),
    ))?;

    let mut chart = ChartBuilder::on(&area)
        .margin_top(84)
        .margin_left(16)
        .margin_bottom(12)
        .margin_right(LABELS)
        .x_label_area_size(48)
        .y_label_area_size(64)
        // From just below zero, so that the lines of the two that hold next to
        // nothing are not drawn on top of the axis.
        .build_cartesian_2d(0.0..longest, -0.02 * most..1.05 * most)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(225, 225, 225))
        .axis_style(INK)
        .label_style(text(15, INK))
        .axis_desc_style(text(16, INK))
        .x_desc("seconds since the service started")
        .y_desc("memory held (MiB)")
        .x_label_formatter(&|seconds| tick(*seconds))
        .y_label_formatter(&|size| tick(*size))
        .draw()?;

    for record in records {
        let style = ShapeStyle::from(&colour(record.contender)).stroke_width(3);
        let line = record
            .samples
            .iter()
            .map(|sample| (sample.elapsed.as_secs_f64(), mebibytes(sample.live)));
        if record.contender == Contender::Fresh {
            // Runs along the bottom, as qnpool's does: dashed, both are seen.
            chart.draw_series(DashedLineSeries::new(line, 8, 8, style))?;
        } else {
            chart.draw_series(LineSeries::new(line, style))?;
        }
    }

    let mut ends: Vec<_> = records
        .iter()
        .filter_map(|record| {
            let last = record.samples.last()?;
            let end = (last.elapsed.as_secs_f64(), mebibytes(last.live));
            Some((chart.backend_coord(&end), last, record))
        })
        .collect();
    ends.sort_by_key(|((_, height), ..)| Reverse(*height));
    let (right, mut lowest) = chart.backend_coord(&(longest, 0.0));
    for ((x, y), last, record) in ends {
        // Lines that end close together have their labels moved up and apart.
        let height = y.min(lowest);
        lowest = height - LABEL_HEIGHT;
        let colour = colour(record.contender);
        let left = right + 32;
        area.draw(&Circle::new((x, y), 5, colour.filled()))?;
        area.draw(&PathElement::new(
            [(x + 10, y), (left - 6, height)],
            colour.mix(0.4),
        ))?;
        area.draw(&Text::new(
            format!("{}: {:.1} MiB", record.contender, mebibytes(last.live)),
            (left, height - 19),
            bold(18, colour),
        ))?;
        area.draw(&Text::new(
            fate_of_packets(&record.outcome),
            (left, height + 4),
            text(14, INK),
        ))?;
    }
    area.present()?;
    Ok(())
}

/// Rounded, since ticks are sums: 0.3, not 0.30000000000000004.
fn tick(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

fn fate_of_packets(outcome: &Outcome) -> String {
    let dirty = HumanCount(outcome.dirty);
    match outcome.stock {
        None => format!("{dirty} packets arrived dirty, none is reused"),
        Some(Stock { missing: 0, .. }) => format!("{dirty} packets arrived dirty, all came back"),
        Some(Stock { missing, .. }) => {
            let missing = HumanCount(missing);
            format!("{dirty} packets arrived dirty, {missing} never back")
        }
    }
}
