//! The fixes of findings, as edits that the client makes.

use super::document::Document;
use super::{Server, findings};
use lsp_types::{CodeAction, CodeActionKind, CodeActionParams, Range, TextEdit, Url, WorkspaceEdit};
use redis_script_analysis::{Diagnostic, Edit, Span};
use serde_json::{Value, json};
use std::collections::HashMap;

/// One for each finding in the range that can be mended, and one for all of the script.
pub(super) fn actions(server: &mut Server, params: &CodeActionParams) -> Value {
    let uri = &params.text_document.uri;
    let Some(document) = server.documents.get(uri) else { return json!([]) };
    let found = findings(&mut server.checker, document);
    let mendable: Vec<&Diagnostic> = found.iter().filter(|finding| !finding.fix.is_empty()).collect();
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| only.iter().any(|only| kind.as_str().starts_with(only.as_str())))
    };
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let here = mendable.iter().filter(|finding| touches(document.place(finding), params.range));
        actions.extend(here.map(|finding| CodeAction {
            title: finding.help.clone().unwrap_or_else(|| "mend it".to_owned()),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![document.diagnostic(finding)]),
            edit: Some(edit(uri, document, &finding.fix)),
            is_preferred: Some(true),
            ..CodeAction::default()
        }));
    }
    if wanted(&CodeActionKind::SOURCE_FIX_ALL) && !mendable.is_empty() {
        actions.push(CodeAction {
            title: "mend all that is certain".to_owned(),
            kind: Some(CodeActionKind::SOURCE_FIX_ALL),
            edit: Some(edit(uri, document, &apart(&mendable))),
            ..CodeAction::default()
        });
    }
    json!(actions)
}

/// The edits of all findings whose edits don't touch those of one before.
fn apart(findings: &[&Diagnostic]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for finding in findings {
        let touches = |span: Span| edits.iter().any(|edit| edit.span.start <= span.end && span.start <= edit.span.end);
        if !finding.fix.iter().any(|edit| touches(edit.span)) {
            edits.extend_from_slice(&finding.fix);
        }
    }
    edits
}

fn touches(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn edit(uri: &Url, document: &Document, edits: &[Edit]) -> WorkspaceEdit {
    let edits =
        edits.iter().map(|edit| TextEdit { range: document.range(edit.span), new_text: edit.replacement.clone() });
    WorkspaceEdit::new(HashMap::from([(uri.clone(), edits.collect())]))
}
