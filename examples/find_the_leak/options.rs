//! The command line.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, value_parser};

/// Runs a service that leaks in three places, and finds the lines.
#[derive(Parser)]
#[command(name = "find_the_leak")]
pub(crate) struct Options {
    /// How long the service runs
    #[arg(long, value_name = "SECONDS", default_value_t = 8, value_parser = value_parser!(u64).range(1..=86_400))]
    pub(crate) seconds: u64,

    /// Threads that serve requests
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = value_parser!(u16).range(1..=256))]
    threads: u16,

    /// Folder for the flame graph and the profile
    #[arg(long, value_name = "DIR", default_value = "target/find_the_leak")]
    out: PathBuf,

    /// Fail unless the three lines, and no other, have lost packets
    #[arg(long)]
    pub(crate) check: bool,
}

/// What is written.
pub(crate) struct Files {
    pub(crate) flame_graph: PathBuf,
    pub(crate) profile: PathBuf,
}

impl Options {
    pub(crate) fn threads(&self) -> usize {
        self.threads.into()
    }

    pub(crate) fn create_files(&self) -> Result<Files> {
        let create = |name: &str| -> Result<PathBuf> {
            let path = self.out.join(name);
            open(&self.out, &path).with_context(|| format!("cannot write {}", path.display()))?;
            Ok(path)
        };
        Ok(Files {
            flame_graph: create("find_the_leak.svg")?,
            profile: create("find_the_leak.pb.gz")?,
        })
    }
}

fn open(folder: &Path, path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    OpenOptions::new().append(true).create(true).open(path)?;
    Ok(())
}
