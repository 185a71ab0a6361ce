//! How findings are shown. Each form is a file of its own.

mod human;
mod json;

use crate::command::CheckFormat;
use crate::inputs::Input;
use redis_script_analysis::{Diagnostic, Lines, Position};
use std::io::{self, BufWriter};

/// One finding in one script.
pub(crate) struct Finding<'a> {
    pub(crate) input: &'a Input,
    pub(crate) diagnostic: &'a Diagnostic,
}

impl Finding<'_> {
    /// Where it starts and ends. A finding about what is declared of the script, which has no place in
    /// it, stands at the script's start.
    pub(crate) fn range(&self) -> (Position, Position) {
        let start = Position { line: 1, column: 1 };
        let Some(span) = self.diagnostic.span else { return (start, start) };
        let text = &self.input.text;
        let lines = Lines::new(text);
        (lines.position(text, span.start), lines.position(text, span.end))
    }
}

/// A form in which findings are shown.
pub(crate) trait Report {
    /// Takes the next finding.
    fn finding(&mut self, finding: &Finding) -> io::Result<()>;

    /// There are no more; so many scripts were checked.
    fn finish(&mut self, scripts: usize) -> io::Result<()>;
}

/// The report in `format`, on standard output.
pub(crate) fn to_stdout(format: CheckFormat) -> Box<dyn Report> {
    match format {
        CheckFormat::Human => Box::new(human::Human::new(BufWriter::new(anstream::stdout().lock()))),
        CheckFormat::Json => Box::new(json::Json::new(BufWriter::new(io::stdout().lock()))),
    }
}
