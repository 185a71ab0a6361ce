//! What operators see of calls: counters (feature `metrics`) and spans with events (feature `tracing`).
//!
//! Without these features everything here is empty, and a call has not one instruction more. Keys and arguments
//! are not shown anywhere, only counted.

use redis::ServerError;

#[cfg(any(feature = "metrics", feature = "tracing"))]
use crate::Error;
use crate::{Result, Script, call::Head};

#[cfg(feature = "metrics")]
mod counters;
#[cfg(feature = "tracing")]
mod span;

#[cfg(feature = "metrics")]
pub use counters::Counters;

/// A call on its way, or a pipeline.
#[derive(Debug)]
pub(crate) struct Observation {
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

/// Evaluates an expression that awaits within an observation's span.
#[cfg(all(feature = "tracing", any(feature = "tokio", feature = "smol")))]
macro_rules! within {
    ($observation:expr, $awaiting:expr) => {
        tracing::Instrument::instrument(async { $awaiting }, $observation.span.clone()).await
    };
}
// No future of its own: on the way of every reply that would cost something.
#[cfg(all(not(feature = "tracing"), any(feature = "tokio", feature = "smol")))]
macro_rules! within {
    ($observation:expr, $awaiting:expr) => {
        $awaiting
    };
}
#[cfg(any(feature = "tokio", feature = "smol"))]
pub(crate) use within;

#[allow(unused_variables, reason = "without the features")]
#[allow(clippy::unused_self, clippy::needless_pass_by_value, reason = "without the features")]
#[allow(clippy::inline_always, reason = "nothing is to be left of it without the features")]
impl Observation {
    /// A call begins.
    #[inline(always)]
    pub(crate) fn call(head: &Head) -> Self {
        #[cfg(feature = "metrics")]
        counters::call(head.script);
        Self {
            #[cfg(feature = "tracing")]
            span: span::call(head),
        }
    }

    /// A pipeline begins, which makes so many requests, and these calls among them.
    #[inline(always)]
    pub(crate) fn pipeline<'a>(atomic: bool, entries: usize, calls: impl Iterator<Item = &'a Head> + Clone) -> Self {
        #[cfg(feature = "metrics")]
        calls.clone().for_each(|head| counters::call(head.script));
        Self {
            #[cfg(feature = "tracing")]
            span: span::pipeline(atomic, entries, calls),
        }
    }

    /// Runs what blocks within the span.
    #[inline(always)]
    pub(crate) fn within<T>(&self, blocking: impl FnOnce() -> T) -> T {
        #[cfg(feature = "tracing")]
        let _entered = self.span.enter();
        blocking()
    }

    /// The call ends.
    #[inline(always)]
    pub(crate) fn end<T>(&self, script: &'static Script, result: &Result<T>) {
        #[cfg(any(feature = "metrics", feature = "tracing"))]
        if let Err(error) = result {
            self.failed(script, error);
        }
    }

    /// The pipeline ends: errors are counted where they belong to a call.
    #[inline(always)]
    pub(crate) fn end_pipeline<'a, T>(&self, calls: impl Iterator<Item = &'a Head>, result: &Result<T>) {
        #[cfg(any(feature = "metrics", feature = "tracing"))]
        if let Err(error) = result {
            self.pipeline_failed(calls, error);
        }
    }

    #[cfg(any(feature = "metrics", feature = "tracing"))]
    #[cold]
    fn failed(&self, script: &'static Script, error: &Error) {
        #[cfg(feature = "metrics")]
        counters::failed(script, error);
        #[cfg(feature = "tracing")]
        span::failed(&self.span, error);
    }

    #[cfg(any(feature = "metrics", feature = "tracing"))]
    #[cold]
    fn pipeline_failed<'a>(&self, calls: impl Iterator<Item = &'a Head>, error: &Error) {
        #[cfg(feature = "metrics")]
        match error {
            Error::Pipeline(failures) if !failures.is_aborted() => {
                for (_, error) in failures.failures() {
                    error.script().inspect(|script| counters::failed(script, error));
                }
            }
            error => calls.for_each(|head| counters::failed(head.script, error)),
        }
        #[cfg(feature = "tracing")]
        span::failed(&self.span, error);
    }
}

/// The server didn't know a script that was called.
#[cold]
#[allow(unused_variables, reason = "without the features")]
pub(crate) fn cold(script: &'static Script) {
    #[cfg(feature = "metrics")]
    counters::cold(script);
    #[cfg(feature = "tracing")]
    span::cold(script);
}

/// A server took the script.
#[cold]
#[allow(unused_variables, reason = "without the features")]
pub(crate) fn loaded(script: &'static Script) {
    #[cfg(feature = "metrics")]
    counters::loaded(script);
    #[cfg(feature = "tracing")]
    span::loaded(script);
}

/// The call goes out with the script's text, since a load was refused or isn't possible.
#[cold]
#[allow(unused_variables, reason = "without the features")]
pub(crate) fn fell_back(script: &'static Script, refusal: Option<&ServerError>) {
    #[cfg(feature = "metrics")]
    counters::fell_back(script);
    #[cfg(feature = "tracing")]
    span::fell_back(script, refusal);
}
