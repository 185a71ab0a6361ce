//! Scripts that are made of several files.
//!
//! ```lua
//! -- @include "lib/clock.lua"
//! local ttl = now() + ARGV[1]
//! ```
//!
//! Each such line gives way to the file that it names, the first time that a file is named. What comes out is one
//! text, which is what servers get, and [`Files`], which know the file and the line of everything in it. Line ends
//! become LF, so that the text and its SHA1 don't depend on how the files were checked out: Lua itself reads every
//! line end, in a string too, as LF.

mod directive;
mod files;
mod part;

pub use files::{Files, Run};

use crate::diagnostic::Diagnostic;
use crate::hash::Texts;
use crate::lints::invalid_include::LINT;
use crate::order::{place, sort_by};
use crate::row::append;
use directive::Directive;
use files::File;
use part::Part;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More files than this aren't followed.
const MAX_FILES: usize = 1000;
/// Nor deeper than this.
const MAX_DEPTH: usize = 50;
/// Nor once there is more text than this.
const MAX_BYTES: usize = 8 << 20;

/// A file to begin with, or one that was included.
#[derive(Clone, Debug)]
pub struct Source {
    /// What tells it from all other files; `None` for a text that isn't in a file.
    pub path: Option<PathBuf>,
    /// What it holds.
    pub text: Vec<u8>,
}

/// Reads what a line of a file names: gets the path of that file, and the path in the line.
pub type Load<'a> = dyn FnMut(Option<&Path>, &str) -> Result<Source, String> + 'a;

/// A script, of one file or of several.
#[derive(Clone, Debug)]
pub struct Joined {
    text: Arc<Vec<u8>>,
    files: Arc<Files>,
    errors: Vec<(usize, Diagnostic)>,
}

impl Joined {
    /// Follows the `@include` lines of `top`, which messages call `name`. `load` gets the path of the including file
    /// and the path in the line; its error is for people, with an optional last line `help: ..`.
    ///
    /// ```
    /// use redis_script_analysis::{Joined, Source};
    ///
    /// let top = Source { path: None, text: b"-- @include \"lib/clock.lua\"\nreturn now()".to_vec() };
    /// let joined = Joined::new("lua/ttl.lua", top, &mut |_, path| {
    ///     Ok(Source { path: Some(path.into()), text: b"local function now()\n  return 1\nend".to_vec() })
    /// });
    /// assert!(joined.errors().is_empty());
    /// assert_eq!(joined.text(), b"local function now()\n  return 1\nend\nreturn now()");
    /// assert_eq!(joined.files().place(4), (0, 2));
    /// assert_eq!(joined.files().name(1), "lua/lib/clock.lua");
    /// ```
    pub fn new(name: &str, top: Source, load: &mut Load) -> Self {
        if !mentions(&top.text) {
            return Self::single(name, top.text);
        }
        let (text, exact) = as_lua_reads(top.text);
        let mut join = Join {
            load,
            paths: Vec::new(),
            known: Texts::default(),
            known_files: Vec::new(),
            files: Files::new(name, text, exact),
            open: vec![0],
            text: Vec::new(),
            bytes: 0,
            full: false,
            errors: Vec::new(),
        };
        join.add_path(top.path);
        join.file(0);
        sort_by(&mut join.errors, &|(file, error)| (*file as u64, place(error.span)));
        if join.files.count() == 1 {
            // A mere mention, or only lines that are wrong.
            let Join { files, errors, .. } = join;
            return Self { text: Arc::clone(files.text(0)), files: Arc::new(files), errors };
        }
        join.files.joined(&join.text);
        Self { text: Arc::new(join.text), files: Arc::new(join.files), errors: join.errors }
    }

    /// A script that is one file.
    pub fn single(name: &str, text: Vec<u8>) -> Self {
        let files = Files::new(name, text, true);
        Self { text: Arc::clone(files.text(0)), files: Arc::new(files), errors: Vec::new() }
    }

    /// The script, byte for byte as servers get it. Of no use where there are errors.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The files that it is made of.
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// What keeps the files from being one script: each with the number of its file, in whose text its place is.
    pub fn errors(&self) -> &[(usize, Diagnostic)] {
        &self.errors
    }
}

/// Whether a text may include others.
pub fn mentions(text: &[u8]) -> bool {
    // To look for one byte is quick, even unoptimised.
    text.contains(&b'@') && text.windows(8).any(|word| word == b"@include")
}

/// All line ends, in whatever style, as LF. What is counted as one line end is what Lua's lexer counts. Says, too,
/// whether nothing had to change.
fn as_lua_reads(text: Vec<u8>) -> (Vec<u8>, bool) {
    if !text.contains(&b'\r') {
        return (text, true);
    }
    let mut read = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\n' || byte == b'\r' {
            bytes.next_if(|next| matches!(next, b'\n' | b'\r') && *next != byte);
            read.push(b'\n');
        } else {
            read.push(byte);
        }
    }
    (read, false)
}

/// The one way in which a path is written: `a//b` and `a/./b` are `a/b`.
fn plain(path: &Path) -> OsString {
    path.components().collect::<PathBuf>().into_os_string()
}

/// The work of [`Joined::new`].
struct Join<'a> {
    load: &'a mut Load<'a>,
    files: Files,
    paths: Vec<Option<PathBuf>>,
    /// The paths that there are, and the file of each.
    known: Texts,
    known_files: Vec<usize>,
    /// The files that are being read, from the top one to the current one.
    open: Vec<usize>,
    text: Vec<u8>,
    bytes: usize,
    full: bool,
    errors: Vec<(usize, Diagnostic)>,
}

impl Join<'_> {
    /// Adds a file and everything that it includes, which goes [`MAX_DEPTH`] deep at most.
    fn file(&mut self, file: usize) {
        let text = Arc::clone(self.files.text(file));
        let part = Part::new(&text, file == 0);
        for error in part.errors {
            self.errors.push((file, error));
        }
        self.files.set_locals(file, part.locals);
        let mut at = 0;
        for directive in &part.directives {
            self.piece(file, at, directive.line.start);
            self.include(file, directive);
            at = directive.line.end;
        }
        self.piece(file, at, u32::try_from(text.len()).unwrap_or(u32::MAX));
        if file != 0 && self.text.last().is_some_and(|last| *last != b'\n') {
            self.text.push(b'\n');
        }
    }

    fn piece(&mut self, file: usize, start: u32, end: u32) {
        if start < end {
            let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.files.add_piece(at, file, start);
            self.text.extend_from_slice(&self.files.text(file)[start as usize..end as usize]);
        }
    }

    fn include(&mut self, from: usize, directive: &Directive) {
        if self.full {
            return;
        }
        let source = match (self.load)(self.paths[from].as_deref(), &directive.path) {
            Ok(source) => source,
            Err(message) => return self.refuse(from, directive, &message),
        };
        let number = source.path.as_deref().and_then(|path| self.known.get(plain(path).as_encoded_bytes()));
        if let Some(known) = number.map(|number| self.known_files[number]) {
            if let Some(first) = self.open.iter().position(|open| *open == known) {
                let mut cycle = String::new();
                for file in &self.open[first..] {
                    append(&mut cycle, " -> ", self.files.name(*file));
                }
                append(&mut cycle, " -> ", self.files.name(known));
                let message = format!("files include each other in a circle: {cycle}");
                self.refuse(from, directive, &format!("{message}\nhelp: move what both need into a file of its own"));
            }
            return;
        }
        self.bytes += source.text.len();
        if let Some(limit) = self.limit() {
            self.full = true;
            return self.refuse(from, directive, &format!("{limit}\nhelp: include fewer files"));
        }
        let name = files::beside(self.files.name(from), &directive.path);
        let line = self.files.line(from, directive.span.start);
        let (text, exact) = as_lua_reads(source.text);
        let file = self.files.add(File::new(name, text, Some((from, line)), exact));
        self.add_path(source.path);
        self.open.push(file);
        self.file(file);
        self.open.pop();
    }

    /// Adds the path of the file that was added last.
    fn add_path(&mut self, path: Option<PathBuf>) {
        if let Some(path) = &path {
            self.known.insert(plain(path).as_encoded_bytes());
            self.known_files.push(self.paths.len());
        }
        self.paths.push(path);
    }

    fn limit(&self) -> Option<String> {
        if self.files.count() >= MAX_FILES {
            return Some(format!("the script has more than {MAX_FILES} files"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Some(format!("files include each other more than {MAX_DEPTH} levels deep"));
        }
        (self.bytes > MAX_BYTES).then(|| format!("the script has more than {} MiB", MAX_BYTES >> 20))
    }

    fn refuse(&mut self, file: usize, directive: &Directive, message: &str) {
        let (message, help) =
            message.rsplit_once("\nhelp: ").map_or((message, None), |(text, help)| (text, Some(help)));
        let mut finding = LINT.finding(message).at(directive.span);
        finding.help = help.map(str::to_owned);
        self.errors.push((file, finding));
    }
}
