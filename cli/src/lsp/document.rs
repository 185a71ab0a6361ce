//! A script as an editor has it open.

use crate::inputs::Input;
use lsp_types::{DiagnosticSeverity, NumberOrString, Position, Range, Url};
use redis_script_analysis::{Diagnostic, Level, Span};
use std::path::PathBuf;

pub(super) struct Document {
    pub(super) input: Input,
    pub(super) version: i32,
    text: String,
    /// Where each line starts. The protocol's lines end at LF, CR LF or CR.
    starts: Vec<usize>,
}

impl Document {
    pub(super) fn new(uri: &Url, text: String, version: i32) -> Self {
        // What was never saved has no path, and nothing is declared of it.
        let path = uri.to_file_path().unwrap_or_else(|()| PathBuf::from("<unsaved>"));
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|at| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        Self { input: Input { path, text: text.clone().into_bytes(), found: false }, version, text, starts }
    }

    /// Whether it is a Rust file, which scripts may be written in.
    pub(super) fn is_rust(&self) -> bool {
        self.input.path.extension().is_some_and(|extension| extension == "rs")
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place of a byte: columns count UTF-16 code units.
    pub(super) fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.text[self.starts[line]..offset].encode_utf16().count();
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(column) }
    }

    /// The byte at a place; a column behind the line's end is its end.
    pub(super) fn offset(&self, position: Position) -> Option<u32> {
        let line = position.line as usize;
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let mut left = position.character as usize;
        let mut offset = start;
        for char in self.text[start..end].chars() {
            if left < char.len_utf16() || matches!(char, '\n' | '\r') {
                break;
            }
            left -= char.len_utf16();
            offset += char.len_utf8();
        }
        u32::try_from(offset).ok()
    }

    pub(super) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// Where a finding stands: one without a place, on the first line.
    pub(super) fn place(&self, finding: &Diagnostic) -> Range {
        let first = || Span::new(0, u32::try_from(self.text.lines().next().map_or(0, str::len)).unwrap_or(0));
        self.range(finding.span.unwrap_or_else(first))
    }

    pub(super) fn diagnostic(&self, finding: &Diagnostic) -> lsp_types::Diagnostic {
        let message = match &finding.help {
            Some(help) => format!("{}\nhelp: {help}", finding.message),
            None => finding.message.clone(),
        };
        lsp_types::Diagnostic {
            range: self.place(finding),
            severity: Some(match finding.level {
                Level::Error => DiagnosticSeverity::ERROR,
                Level::Warn => DiagnosticSeverity::WARNING,
                Level::Info => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(finding.lint.to_owned())),
            source: Some("redis-script".to_owned()),
            message,
            ..lsp_types::Diagnostic::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_utf16() {
        let text = "a\r\nä𝄞x\rlast";
        let document = Document::new(&Url::parse("untitled:x").unwrap(), text.to_owned(), 1);
        for (byte, line, character) in [('a', 0, 0), ('ä', 1, 0), ('𝄞', 1, 1), ('x', 1, 3), ('l', 2, 0)] {
            let offset = u32::try_from(text.find(byte).unwrap()).unwrap();
            assert_eq!(document.position(offset), Position { line, character });
            assert_eq!(document.offset(Position { line, character }), Some(offset));
        }
        // In the middle of a character, behind a line's end, behind the last line.
        assert_eq!(document.offset(Position { line: 1, character: 2 }), Some(5));
        assert_eq!(document.offset(Position { line: 0, character: 9 }), Some(1));
        assert_eq!(document.offset(Position { line: 3, character: 0 }), None);
        assert_eq!(document.position(999), Position { line: 2, character: 4 });
    }
}
