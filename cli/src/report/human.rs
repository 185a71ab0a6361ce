//! For people, in the manner of rustc.

use super::{Finding, Report, diff};
use crate::fix::Mended;
use crate::outcome::{BLUE, BOLD, GREEN, RED, YELLOW};
use anstyle::Style;
use redis_script_analysis::Level;
use std::io::{self, Write};

pub(super) struct Human<W> {
    out: W,
    errors: usize,
    warnings: usize,
    mended: usize,
    mendable: usize,
}

impl<W: Write> Human<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, errors: 0, warnings: 0, mended: 0, mendable: 0 }
    }

    fn level(&mut self, level: Level) -> (&'static str, Style) {
        match level {
            Level::Info => ("info", BLUE),
            Level::Warn => {
                self.warnings += 1;
                ("warning", YELLOW)
            }
            Level::Error => {
                self.errors += 1;
                ("error", RED)
            }
        }
    }
}

impl<W: Write> Report for Human<W> {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let diagnostic = &finding.diagnostic;
        let (level, style) = self.level(diagnostic.level);
        let out = &mut self.out;
        writeln!(out, "{style}{level}[{}]{style:#}: {BOLD}{}{BOLD:#}", diagnostic.lint, diagnostic.message)?;
        match diagnostic.snippet_in(finding.path, finding.text, finding.lines) {
            Some(snippet) => writeln!(out, "{}", snippet.trim_end_matches('\n'))?,
            None => writeln!(out, "  --> {}", finding.path)?,
        }
        if let Some(chain) = &finding.chain {
            writeln!(out, "  = {chain}")?;
        }
        if let Some(help) = &diagnostic.help {
            writeln!(out, "  = {BOLD}help{BOLD:#}: {help}")?;
        }
        writeln!(out)
    }

    fn mended(&mut self, mended: &Mended) -> io::Result<()> {
        *(if mended.written { &mut self.mended } else { &mut self.mendable }) += mended.count;
        self.out.flush()?;
        diff::show(mended, io::stdout())?;
        writeln!(self.out)
    }

    fn finish(&mut self, scripts: usize) -> io::Result<()> {
        self.out.flush()?;
        let mut found = Vec::new();
        if self.mended > 0 {
            found.push(format!("{GREEN}{} mended{GREEN:#}", self.mended));
        }
        if self.mendable > 0 {
            found.push(format!("{GREEN}{} can be mended{GREEN:#}", self.mendable));
        }
        if self.errors > 0 {
            found.push(format!("{RED}{}{RED:#}", counted(self.errors, "error")));
        }
        if self.warnings > 0 {
            found.push(format!("{YELLOW}{}{YELLOW:#}", counted(self.warnings, "warning")));
        }
        if !found.is_empty() {
            anstream::eprintln!("{} in {}", found.join(", "), counted(scripts, "script"));
        }
        Ok(())
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
