//! `cargo redis-script lints` and `explain`.

use crate::outcome::{BLUE, BOLD, Outcome, RED, YELLOW, trouble};
use redis_script_analysis::{Level, Lint, Soundness, lints};
use std::io::{self, BufWriter, Write};

/// The page of each lint, `docs/lints/<name>.md`.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The names of all lints.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    lints().iter().map(|lint| lint.name)
}

/// The page of a lint.
pub(crate) fn page(name: &str) -> Option<&'static str> {
    PAGES.iter().find(|(page, _)| *page == name).map(|(_, page)| *page)
}

/// Prints the page of a lint.
pub(crate) fn explain(name: &str) -> io::Result<Outcome> {
    let Some(page) = page(name) else {
        return Ok(trouble(format_args!("`{name}` has no page")));
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", page.trim_end())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

/// Prints the table of all lints.
pub(crate) fn table() -> io::Result<Outcome> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    let width = names().map(str::len).max().unwrap_or(0);
    writeln!(out, "{BOLD}{:width$}  {:6}  {:9}  catches{BOLD:#}", "lint", "level", "kind")?;
    for lint in lints() {
        row(&mut out, lint, width)?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(out: &mut impl Write, lint: &Lint, width: usize) -> io::Result<()> {
    let (level, style) = match lint.level {
        Level::Error => ("error", RED),
        Level::Warn => ("warn", YELLOW),
        Level::Info => ("strict", BLUE),
    };
    let kind = match lint.soundness {
        Soundness::Unconditional => "no load",
        Soundness::Sound => "sound",
        Soundness::Heuristic => "heuristic",
    };
    writeln!(out, "{:width$}  {style}{level:6}{style:#}  {kind:9}  {}", lint.name, lint.summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lint_has_a_page_and_every_page_a_lint() {
        let pages: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        let mut known: Vec<&str> = names().collect();
        known.sort_unstable();
        assert_eq!(pages, known);
    }
}
