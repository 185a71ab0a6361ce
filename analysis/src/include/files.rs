//! Which file and line each place of a joined script comes from.

use crate::diagnostic::Diagnostic;
use crate::fix::Edit;
use crate::order::sort_by;
use crate::row::{append, joined};
use crate::span::{Lines, Span};
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// The files of a script, the script itself first.
#[derive(Clone, Debug)]
pub struct Files {
    all: Vec<File>,
    pieces: Vec<Piece>,
    lines: Option<Lines>,
}

/// Lines of a joined script that follow each other in one file, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first of them in the script.
    pub line: u32,
    /// The file.
    pub file: usize,
    /// The first of them in the file.
    pub first: u32,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    name: String,
    text: Arc<Vec<u8>>,
    /// Only where someone asks for them.
    lines: OnceLock<Lines>,
    /// The file and the line that include it.
    from: Option<(usize, u32)>,
    locals: usize,
    /// Whether the text is that of the file, byte for byte.
    exact: bool,
}

/// Text that follows itself in a file, from `start` there on, up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: u32,
    file: usize,
    start: u32,
}

impl File {
    pub(super) fn new(name: String, text: Vec<u8>, from: Option<(usize, u32)>, exact: bool) -> Self {
        Self { name, lines: OnceLock::new(), text: Arc::new(text), from, locals: 0, exact }
    }
}

impl Files {
    pub(super) fn new(name: &str, text: Vec<u8>, exact: bool) -> Self {
        Self { all: vec![File::new(name.to_owned(), text, None, exact)], pieces: Vec::new(), lines: None }
    }

    pub(super) fn add(&mut self, file: File) -> usize {
        self.all.push(file);
        self.all.len() - 1
    }

    pub(super) fn add_piece(&mut self, at: u32, file: usize, start: u32) {
        self.pieces.push(Piece { at, file, start });
    }

    pub(super) fn set_locals(&mut self, file: usize, locals: usize) {
        self.all[file].locals = locals;
    }

    /// The text is complete.
    pub(super) fn joined(&mut self, text: &[u8]) {
        self.lines = Some(Lines::new(text));
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// What messages call a file: its path, as it is reached from where the script's own name starts.
    pub fn name(&self, file: usize) -> &str {
        &self.all[file].name
    }

    /// What is in a file; where there are several, with LF at the end of each line.
    pub fn text(&self, file: usize) -> &Arc<Vec<u8>> {
        &self.all[file].text
    }

    /// The file that includes this one, and the line there.
    pub fn included_from(&self, file: usize) -> Option<(usize, u32)> {
        self.all[file].from
    }

    /// The line of an offset in a file.
    pub fn line(&self, file: usize, offset: u32) -> u32 {
        self.lines(file).line(offset)
    }

    /// The lines of a file.
    pub fn lines(&self, file: usize) -> &Lines {
        let File { lines, text, .. } = &self.all[file];
        lines.get_or_init(|| Lines::new(text))
    }

    /// The file of a place in the joined text, and the place there.
    pub fn locate(&self, span: Span) -> (usize, Span) {
        let Some(piece) = self.piece(span.start) else { return (0, span) };
        let length = u32::try_from(self.all[piece.file].text.len()).unwrap_or(u32::MAX);
        // What goes on behind the piece is shown as far as its own file goes.
        let inside = |offset: u32| piece.start.saturating_add(offset.saturating_sub(piece.at)).min(length);
        (piece.file, Span::new(inside(span.start), inside(span.end)))
    }

    /// The file and the line there of a line of the joined text; both lines count from 1.
    pub fn place(&self, line: u32) -> (usize, u32) {
        let runs = self.runs();
        let before = runs.partition_point(|run| run.line <= line);
        before.checked_sub(1).map_or((0, line), |at| (runs[at].file, runs[at].first + (line - runs[at].line)))
    }

    /// The lines, as a server counts them, run by run; empty for a script that is one file.
    pub fn runs(&self) -> Vec<Run> {
        let Some(lines) = &self.lines else { return Vec::new() };
        let mut runs = Vec::with_capacity(self.pieces.len());
        for Piece { at, file, start } in &self.pieces {
            runs.push(Run { line: lines.line(*at), file: *file, first: self.line(*file, *start) });
        }
        runs
    }

    /// A finding in the joined text, as one in a file.
    pub fn localised(&self, mut diagnostic: Diagnostic) -> (usize, Diagnostic) {
        if self.pieces.is_empty() {
            return (0, diagnostic);
        }
        let (file, span) = match diagnostic.span.map(|span| self.locate(span)) {
            Some((file, span)) => (file, Some(span)),
            None => (0, None),
        };
        diagnostic.span = span;
        diagnostic.fix = self.localised_fix(file, &diagnostic.fix).unwrap_or_default();
        (file, diagnostic)
    }

    /// The edits in a file, byte for byte; nothing where one of them is in another file, or in more than one piece, or
    /// where the file has other line ends.
    fn localised_fix(&self, file: usize, fix: &[Edit]) -> Option<Vec<Edit>> {
        let mut edits = Vec::with_capacity(fix.len());
        for edit in fix {
            let (found, span) = self.locate(edit.span);
            let whole = self.piece(edit.span.start)?.at == self.piece(edit.span.end)?.at;
            if found != file || !whole {
                return None;
            }
            edits.push(Edit { span, replacement: edit.replacement.clone() });
        }
        self.all[file].exact.then_some(edits)
    }

    /// The line that a finding in `file` is about, and how the script came to that file.
    ///
    /// ```text
    ///   --> lua/lib/clock.lua:3:10
    ///    |
    ///  3 |   return nwo()
    ///    |          ^^^
    ///    = included by lua/ttl.lua:1
    /// ```
    pub fn snippet(&self, file: usize, diagnostic: &Diagnostic) -> Option<String> {
        let mut snippet = diagnostic.snippet_in(self.name(file), self.text(file), self.lines(file))?;
        if let Some(chain) = self.chain(file) {
            let _ = write!(snippet, "\n  = {chain}");
        }
        Some(snippet)
    }

    /// `included by b.lua:1, by a.lua:7`; nothing for the script itself.
    pub fn chain(&self, file: usize) -> Option<String> {
        let mut by = String::new();
        let mut at = file;
        while let Some((from, line)) = self.included_from(at) {
            append(&mut by, ", ", &format!("by {}:{line}", self.name(from)));
            at = from;
        }
        (!by.is_empty()).then(|| format!("included {by}"))
    }

    /// Which files bring how many locals, the most first.
    pub(crate) fn locals(&self) -> String {
        let mut files = Vec::with_capacity(self.all.len());
        for file in &self.all {
            files.push(file);
        }
        sort_by(&mut files, &|file| (u64::MAX - file.locals as u64, 0));
        let (mut shown, mut rest) = (String::new(), 0);
        for (at, file) in files.iter().enumerate() {
            if at >= 5 {
                rest += file.locals;
            } else if file.locals > 0 {
                append(&mut shown, ", ", &format!("{} (`{}`)", file.locals, file.name));
            }
        }
        if rest > 0 { format!("{shown}, {rest} (others)") } else { shown }
    }

    fn piece(&self, offset: u32) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= offset);
        after.checked_sub(1).map(|at| self.pieces[at])
    }
}

/// The path `path`, written in the file `from`, as it is written beside that one's name.
pub(super) fn beside(from: &str, path: &str) -> String {
    let from = from.replace('\\', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/') {
        if !folder.is_empty() {
            parts.push(part);
        }
    }
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "." | "..")) => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    joined(&parts, "/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn names_are_paths_beside_each_other() {
        for (from, path, name) in [
            ("a.lua", "lib/b.lua", "lib/b.lua"),
            ("lua/a.lua", "lib/b.lua", "lua/lib/b.lua"),
            ("lua/a.lua", "../b.lua", "b.lua"),
            ("a.lua", "../../b.lua", "../../b.lua"),
            ("../a.lua", "../b.lua", "../../b.lua"),
            ("/srv/a.lua", "./x//b.lua", "/srv/x/b.lua"),
            ("lua\\a.lua", "b.lua", "lua/b.lua"),
        ] {
            assert_eq!(beside(from, path), name);
        }
    }
}
