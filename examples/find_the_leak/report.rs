//! What was found, for people and for their tools.

use std::fs;
use std::sync::atomic::Ordering;

use anyhow::{Context, Result, bail, ensure};
use inferno::flamegraph;
use qnpool::{CallSite, Census, Measure};

use crate::options::Files;
use crate::service::{PACKETS, PLANTED, Planted};

pub(crate) fn print_verdict(census: &Census) {
    println!("\nat the end: {}", PACKETS.health());
    println!("\n{}", PACKETS.stats());
    println!("\nthe leaks, worst first:");
    for site in census.call_sites.iter().filter(|site| site.live > 0) {
        let leak = planted_at(site).map_or("not planted", |leak| leak.what);
        println!("  {}: {} packets, {leak}", site.location, site.live);
    }
}

/// The flame graph of the packets that are out, and the profile.
pub(crate) fn write(census: &Census, files: &Files) -> Result<()> {
    let graph = flame_graph(census).context("cannot draw the flame graph")?;
    for (path, bytes) in [
        (&files.flame_graph, graph),
        (&files.profile, census.to_pprof()),
    ] {
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("\nflame graph: {}", files.flame_graph.display());
    println!("profile: go tool pprof -top {}", files.profile.display());
    Ok(())
}

fn flame_graph(census: &Census) -> Result<Vec<u8>> {
    let mut options = flamegraph::Options::default();
    "Packets that are out".clone_into(&mut options.title);
    "packets".clone_into(&mut options.count_name);
    let folded = census.to_folded(Measure::Objects);
    let mut graph = Vec::new();
    flamegraph::from_lines(&mut options, folded.lines(), &mut graph)?;
    Ok(graph)
}

fn planted_at(site: &CallSite) -> Option<&'static Planted> {
    let line = site.location.line();
    PLANTED.iter().find(|leak| leak.line == line)
}

/// What `--check` asks: the census has the planted lines and no other, and as many packets
/// for each as were lost there; and the flame graph has them too, with their functions.
pub(crate) fn check(census: &Census, files: &Files) -> Result<()> {
    let graph = fs::read_to_string(&files.flame_graph)?;
    let live = census.call_sites.iter().filter(|site| site.live > 0);
    for site in live.clone() {
        ensure!(
            planted_at(site).is_some(),
            "{} has packets, but no leak",
            site.location
        );
    }
    for leak in &PLANTED {
        let lost = leak.lost.load(Ordering::Relaxed);
        match live.clone().find(|site| site.location.line() == leak.line) {
            Some(site) if site.live == lost => (),
            Some(site) => bail!("{}: lost {lost}, found {}", leak.what, site.live),
            None => bail!("{}: not found", leak.what),
        }
        for frame in [leak.function, &format!("service.rs:{}", leak.line)] {
            ensure!(
                graph.contains(&format!("{frame} (")),
                "{}: the flame graph has no `{frame}`",
                leak.what
            );
        }
    }
    println!("\ncheck passed: the census has each lost packet, by its line, and so has the graph");
    Ok(())
}
