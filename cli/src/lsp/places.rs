//! Where a thing comes from: an element of `KEYS` or `ARGV`, and the script itself, from a Rust function; a
//! local, from where it is declared.

use super::Server;
use lsp_types::{GotoDefinitionParams, Location, Position, Range, Url};
use redis_script_analysis::ast::ExpressionKind;
use redis_script_analysis::{Index, Script, Span, Vector};
use serde_json::{Value, json};

/// An element of `KEYS` or `ARGV` that the script reads.
pub(super) struct Element {
    pub(super) vector: Vector,
    /// From 1.
    pub(super) index: usize,
    pub(super) span: Span,
}

/// The element that is read at `offset`.
pub(super) fn element(script: &Script, offset: u32) -> Option<Element> {
    [Vector::Keys, Vector::Argv].into_iter().find_map(|vector| {
        let mut reads = script.usage().of(vector).reads.iter();
        let read = reads.find(|read| (read.span.start..=read.span.end).contains(&offset))?;
        let Index::Number(index) = read.index else { return None };
        let near = index >= 1.0 && index <= f64::from(u16::MAX) && index.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be exact")]
        near.then_some(Element { vector, index: index as usize, span: read.span })
    })
}

/// The declaration of the local at the position; elsewhere the functions that run the script.
pub(super) fn definition(server: &mut Server, params: &GotoDefinitionParams) -> Value {
    let at = &params.text_document_position_params;
    let uri = &at.text_document.uri;
    let Some(document) = server.documents.get(uri).filter(|document| !document.is_rust()) else { return Value::Null };
    let Some(offset) = document.offset(at.position) else { return Value::Null };
    if let Ok(script) = Script::parse(&document.input.text)
        && element(&script, offset).is_none()
        && let Some(span) = local(&script, offset)
    {
        return json!(Location { uri: uri.clone(), range: document.range(span) });
    }
    let (annotations, _) = server.checker.declared.of(&document.input.path);
    let functions = annotations.iter().filter_map(|annotation| {
        let uri = Url::from_file_path(&annotation.source).ok()?;
        let line = u32::try_from(annotation.line.saturating_sub(1)).ok()?;
        let start = Position { line, character: 0 };
        Some(Location { uri, range: Range { start, end: start } })
    });
    json!(functions.collect::<Vec<_>>())
}

fn local(script: &Script, offset: u32) -> Option<Span> {
    let chunk = script.chunk();
    chunk.iter().find_map(|(_, expression)| match expression.kind {
        ExpressionKind::Local(local) if (expression.span.start..=expression.span.end).contains(&offset) => {
            Some(chunk[local].span)
        }
        _ => None,
    })
}
