//! How findings are shown. Each form is a file of its own.

mod diff;
mod github;
mod human;
mod json;
mod sarif;

use crate::command::CheckFormat;
use crate::fix::Mended;
use redis_script_analysis::{Diagnostic, Lines, Position, Span};
use std::io::{self, BufWriter};

/// One finding in one script.
pub(crate) struct Finding<'a> {
    /// The file, as it is shown.
    pub(crate) path: &'a str,
    /// What it holds.
    pub(crate) text: &'a [u8],
    /// The lines of that.
    pub(crate) lines: &'a Lines,
    /// How the script came to the file.
    pub(crate) chain: Option<String>,
    pub(crate) diagnostic: Diagnostic,
}

impl Finding<'_> {
    /// Where it starts and ends. A finding about what is declared of the script, which has no place in
    /// it, stands at the script's start.
    pub(crate) fn range(&self) -> (Position, Position) {
        let start = Position { line: 1, column: 1 };
        self.diagnostic.span.map_or((start, start), |span| self.positions(span))
    }

    /// Where a part of the script starts and ends.
    pub(crate) fn positions(&self, span: Span) -> (Position, Position) {
        (self.lines.position(self.text, span.start), self.lines.position(self.text, span.end))
    }
}

/// A form in which findings are shown.
pub(crate) trait Report {
    /// Takes the next finding.
    fn finding(&mut self, finding: &Finding) -> io::Result<()>;

    /// Takes a script that was mended, before the findings that are left of it. Where the findings are for
    /// programs, the changes go to standard error.
    fn mended(&mut self, mended: &Mended) -> io::Result<()> {
        diff::show(mended, io::stderr())
    }

    /// There are no more; so many scripts were checked.
    fn finish(&mut self, scripts: usize) -> io::Result<()>;
}

/// The report in `format`, on standard output.
pub(crate) fn to_stdout(format: CheckFormat) -> Box<dyn Report> {
    match format {
        CheckFormat::Human => Box::new(human::Human::new(BufWriter::new(anstream::stdout().lock()))),
        CheckFormat::Json => Box::new(json::Json::new(BufWriter::new(io::stdout().lock()))),
        CheckFormat::Sarif => Box::new(sarif::Sarif::new(BufWriter::new(io::stdout().lock()))),
        CheckFormat::Github => Box::new(github::Github::new(BufWriter::new(io::stdout().lock()))),
    }
}
