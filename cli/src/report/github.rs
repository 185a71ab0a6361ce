//! For GitHub Actions: workflow commands, which it shows beside the lines that they are about.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>; how a value is escaped
//! is in `packages/core/src/command.ts` of its toolkit.

use super::{Finding, Report};
use redis_script_analysis::Level;
use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) struct Github<W> {
    out: W,
    /// The checkout, which paths are relative to.
    workspace: Option<PathBuf>,
}

impl<W: Write> Github<W> {
    pub(super) fn new(out: W) -> Self {
        let workspace = env::var_os("GITHUB_WORKSPACE").and_then(|path| Path::new(&path).canonicalize().ok());
        Self { out, workspace }
    }

    /// The path from the root of the checkout, where the file is in one.
    fn path(&self, path: &Path) -> String {
        let inside = self.workspace.as_deref().zip(path.canonicalize().ok());
        let inside = inside.and_then(|(root, path)| path.strip_prefix(root).ok().map(Path::to_owned));
        inside.as_deref().unwrap_or(path).display().to_string()
    }
}

impl<W: Write> Report for Github<W> {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let diagnostic = &finding.diagnostic;
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warn => "warning",
            Level::Info => "notice",
        };
        let path = self.path(Path::new(finding.path));
        let (start, end) = finding.range();
        write!(self.out, "::{command} file={},line={}", property(&path), start.line)?;
        // Columns are understood within one line only.
        if diagnostic.span.is_some() && start.line == end.line {
            write!(self.out, ",endLine={},col={},endColumn={}", end.line, start.column, end.column)?;
        } else if start.line != end.line {
            write!(self.out, ",endLine={}", end.line)?;
        }
        // The log of the job shows the message alone, so that says the place as well.
        let mut message = format!("{path}:{}:{}: {}", start.line, start.column, diagnostic.message);
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        writeln!(self.out, ",title={}::{}", property(diagnostic.lint), data(&message))
    }

    fn finish(&mut self, _scripts: usize) -> io::Result<()> {
        self.out.flush()
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_the_toolkit_does() {
        assert_eq!(data("50%\r\na:b,c"), "50%25%0D%0Aa:b,c");
        assert_eq!(property("50%\na:b,c"), "50%25%0Aa%3Ab%2Cc");
    }
}
