//! One object a line, for programs.

use super::{Finding, Report};
use redis_script_analysis::Level;
use serde::Serialize;
use std::io::{self, Write};

pub(super) struct Json<W> {
    out: W,
}

/// What a line holds; the fields are documented in the README.
#[derive(Serialize)]
struct Object<'a> {
    file: &'a str,
    lint: &'a str,
    level: &'static str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: &'a str,
    help: Option<&'a str>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Report for Json<W> {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let (start, end) = finding.range();
        let diagnostic = &finding.diagnostic;
        let object = Object {
            file: finding.path,
            lint: diagnostic.lint,
            level: level_name(diagnostic.level),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
        };
        serde_json::to_writer(&mut self.out, &object)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self, _scripts: usize) -> io::Result<()> {
        self.out.flush()
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}
