//! One file of a script, before it is joined with the others: it must be whole by itself.

use super::directive::{self, Directive};
use crate::ast::{Chunk, StatementKind};
use crate::bytes::find;
use crate::diagnostic::Diagnostic;
use crate::lints::invalid_include::LINT;
use crate::order::sort_by_span;
use crate::parser::{self, Parsed};
use crate::script::unreadable;
use crate::shebang;
use crate::span::Span;
use crate::usage::statements;

pub(super) struct Part {
    pub(super) directives: Vec<Directive>,
    pub(super) errors: Vec<Diagnostic>,
    /// How many locals it leaves in scope.
    pub(super) locals: usize,
}

impl Part {
    /// Reads a file; `is_top` is the script itself, which may have a shebang and return something.
    pub(super) fn new(text: &[u8], is_top: bool) -> Self {
        let mut errors = Vec::new();
        let mut start = 0;
        if text.starts_with(b"#!") {
            start = find(text, b'\n').unwrap_or(text.len());
            errors.extend(if is_top {
                shebang::parse(text).err().map(|error| *error)
            } else {
                Some(misplaced_shebang(text, start))
            });
        }
        let parsed = parser::parse(text, u32::try_from(start).unwrap_or(u32::MAX));
        let mut part = Self { directives: Vec::new(), errors, locals: locals(&parsed.chunk) };
        for comment in &parsed.comments {
            match directive::directive(text, *comment) {
                Some(Ok(directive)) => {
                    part.errors.extend(misplaced(&parsed, &directive));
                    part.directives.push(directive);
                }
                Some(Err(error)) => part.errors.push(error),
                None => {}
            }
        }
        if !is_top {
            part.errors.extend(returned(&parsed.chunk));
        }
        for error in parsed.errors {
            part.errors.push(unreadable(error));
        }
        sort_by_span(&mut part.errors, &|error| error.span);
        part
    }
}

fn locals(chunk: &Chunk) -> usize {
    let mut count = 0;
    for statement in &chunk[Chunk::MAIN].body.statements {
        count += match &statement.kind {
            StatementKind::Local { names, .. } => names.len(),
            StatementKind::LocalFunction { .. } => 1,
            _ => 0,
        };
    }
    count
}

fn misplaced_shebang(text: &[u8], end: usize) -> Diagnostic {
    let end = text[..end].iter().rposition(|byte| *byte != b'\r').map_or(0, |at| at + 1);
    LINT.finding("an included file has a shebang, which servers know only in the first line of a script")
        .at(Span::new(0, u32::try_from(end).unwrap_or(u32::MAX)))
        .with_help("move it to the file that includes this one")
}

/// A line that the text of a file can't take the place of.
fn misplaced(parsed: &Parsed, directive: &Directive) -> Option<Diagnostic> {
    let statements = &parsed.chunk[Chunk::MAIN].body.statements;
    let before = &statements[..statements.partition_point(|statement| statement.span.start < directive.span.start)];
    let last = before.last()?;
    if directive.span.start < last.span.end {
        let finding = LINT.finding("`@include` stands inside of a statement").at(directive.span);
        return Some(finding.with_help("move it out of all blocks, in front of what needs it"));
    }
    matches!(last.kind, StatementKind::Return(_)).then(|| {
        LINT.finding("`@include` stands behind the script's `return`")
            .at(directive.span)
            .with_help("move it in front of what needs it")
    })
}

/// A `return` that would end the script that includes the file.
fn returned(chunk: &Chunk) -> Option<Diagnostic> {
    let mut first: Option<Span> = None;
    for (function, statement) in statements(chunk) {
        if function == Chunk::MAIN && matches!(statement.kind, StatementKind::Return(_)) {
            first = Some(first.map_or(statement.span, |first| first.min(statement.span)));
        }
    }
    Some(
        LINT.finding("an included file returns, which would end the script that includes it")
            .at(first?)
            .with_help("let it declare locals, such as `local function now() .. end`, and no `return` outside of them"),
    )
}
