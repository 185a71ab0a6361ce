//! Errors in a pipeline.

use std::fmt;

use super::Error;

/// Some entries of a pipeline failed; the others have run.
#[derive(Clone)]
pub struct PipelineError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    failures: Vec<(usize, Error)>,
    entries: usize,
    aborted: bool,
}

impl PipelineError {
    pub(crate) fn new(failures: Vec<(usize, Error)>, entries: usize, aborted: bool) -> Self {
        Self(Box::new(Inner { failures, entries, aborted }))
    }

    /// The entries that failed, by their place in the pipeline, counted from 0, with their errors. Entries
    /// whose replies are ignored count.
    pub fn failures(&self) -> &[(usize, Error)] {
        &self.0.failures
    }

    /// How many entries have run without an error. (One that failed may have run in part.)
    pub fn completed(&self) -> usize {
        if self.0.aborted { 0 } else { self.0.entries - self.0.failures.len() }
    }

    /// Whether the server refused the transaction, so that nothing of it ran.
    pub fn is_aborted(&self) -> bool {
        self.0.aborted
    }
}

impl fmt::Display for PipelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { failures, entries, aborted } = &*self.0;
        if *aborted {
            f.write_str("the transaction was refused, and nothing of it ran")?;
        } else {
            let completed = self.completed();
            write!(f, "{} of {entries} entries of the pipeline failed, {completed} have run", failures.len())?;
        }
        for (index, error) in failures.iter().take(3) {
            write!(f, "; entry {index}: {error}")?;
        }
        if failures.len() > 3 { f.write_str("; ...") } else { Ok(()) }
    }
}

impl fmt::Debug for PipelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { failures, entries, aborted } = &*self.0;
        f.debug_struct("PipelineError")
            .field("failures", failures)
            .field("entries", entries)
            .field("aborted", aborted)
            .finish()
    }
}

impl std::error::Error for PipelineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.failures.first().map(|(_, error)| error as _)
    }
}
