//! A parsed script: the text and everything that can be known about it without a declaration.

use crate::ast::Chunk;
use crate::bytes::find;
use crate::calls::Target;
use crate::header::contract;
use crate::include::{Files, Joined};
use crate::lints;
use crate::order::sort_by_span;
use crate::parser::{self, ErrorKind, SyntaxError};
use crate::server::command::Command;
use crate::shebang::{self, Flag, Shebang};
use crate::span::{Lines, Span};
use crate::usage::{Facts, Usage};
use crate::values::ReplyKind;
use crate::{Declaration, Diagnostic};
use std::fmt;
use std::sync::Arc;

/// A script that a server would compile.
#[derive(Clone)]
pub struct Script {
    text: Vec<u8>,
    lines: Lines,
    shebang: Option<Shebang>,
    flags: Vec<&'static str>,
    chunk: Chunk,
    comments: Vec<Span>,
    facts: Arc<Facts>,
    /// Where it is made of more than one.
    files: Option<Arc<Files>>,
}

impl Script {
    /// Parses `text`, shebang and all.
    ///
    /// # Errors
    ///
    /// Everything for which a server would refuse to load it, by `lua_syntax`, `invalid_shebang` and
    /// `compiler_limit`, the first in the text first.
    pub fn parse(text: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let shebang = shebang::parse(text);
        // The Lua behind a broken shebang is checked too.
        let start = match &shebang {
            Ok(None) => 0,
            _ => find(text, b'\n').unwrap_or(text.len()),
        };
        let parsed = parser::parse(text, u32::try_from(start).unwrap_or(u32::MAX));
        let mut errors = Vec::new();
        let shebang = shebang.unwrap_or_else(|broken| {
            errors.push(*broken);
            None
        });
        for error in parsed.errors {
            errors.push(unreadable(error));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut flags = Vec::new();
        if let Some(shebang) = &shebang {
            for flag in &shebang.flags {
                flags.push(flag.name());
            }
        }
        Ok(Self {
            lines: Lines::new(text),
            flags,
            facts: Arc::new(Facts::new(&parsed.chunk)),
            text: text.to_vec(),
            shebang,
            chunk: parsed.chunk,
            comments: parsed.comments,
            files: None,
        })
    }

    /// Parses a script that may be made of several files, if nothing is wrong with these.
    ///
    /// # Errors
    ///
    /// As [`Script::parse`]; with places in the joined text, which [`Files::localised`] turns into those of a file.
    pub fn parse_joined(joined: &Joined) -> Result<Self, Vec<Diagnostic>> {
        let files = Some(joined.files()).filter(|files| files.count() > 1);
        match (Self::parse(joined.text()), files) {
            (Ok(mut script), files) => {
                script.files = files.cloned();
                Ok(script)
            }
            (Err(errors), None) => Err(errors),
            (Err(mut errors), Some(files)) => {
                for error in &mut errors {
                    if !error.message.ends_with(parser::LOCALS_IN_SCOPE) {
                        continue;
                    }
                    error.message.push_str(" once its files are joined");
                    let help = format!(
                        "its files declare {}: keep the functions of a file in one table, `local clock = {{}}`",
                        files.locals()
                    );
                    error.help = Some(help);
                }
                Err(errors)
            }
        }
    }

    /// Checks the script against `declaration`, by all rules, in the order of the text; what has no
    /// place in the text comes first.
    pub fn check(&self, declaration: &Declaration) -> Vec<Diagnostic> {
        lints::check(self, declaration)
    }

    /// The script, byte for byte.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Its lines.
    pub const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Its syntax tree.
    pub const fn chunk(&self) -> &Chunk {
        &self.chunk
    }

    /// Its comments, in order.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// How it uses `KEYS` and `ARGV`.
    pub fn usage(&self) -> &Usage {
        &self.facts.usage
    }

    /// The flags of the shebang, in the order in which they are written; empty without one.
    pub fn flags(&self) -> &[&'static str] {
        &self.flags
    }

    /// The flags of the shebang, in the order in which they are written; empty without one.
    pub fn shebang_flags(&self) -> &[Flag] {
        self.shebang.as_ref().map_or(&[], |shebang| &shebang.flags)
    }

    /// Whether the shebang says `no-writes`.
    pub fn read_only(&self) -> bool {
        self.shebang_flags().contains(&Flag::NoWrites)
    }

    /// The comment at the head of the script (after a shebang), without the comment marks: the comments
    /// before all code, up to the first blank line between them.
    pub fn header(&self) -> String {
        crate::header::header(self)
    }

    /// The commands that the script calls by name, in upper case, each once, in the order of the text:
    /// `HSET`, `CONFIG GET`. Those whose names it works out aren't among them.
    ///
    /// ```
    /// let text = b"local call = redis.call return call('get', KEYS[1]) or redis.pcall('config', 'get', 'dir')";
    /// let script = redis_script_analysis::Script::parse(text).unwrap();
    /// assert_eq!(script.commands(), ["GET", "CONFIG GET"]);
    /// ```
    pub fn commands(&self) -> Vec<String> {
        self.facts.calls.commands(&self.chunk, &self.facts.names)
    }

    /// The command that is named at `offset`, in a call of it by whatever alias, and where its name is.
    ///
    /// ```
    /// let text = b"local call = redis.call return call('get', KEYS[1])";
    /// let script = redis_script_analysis::Script::parse(text).unwrap();
    /// let (span, command) = script.command_at(37).unwrap();
    /// assert_eq!((span.of(text), command.name), (&b"'get'"[..], "get"));
    /// ```
    pub fn command_at(&self, offset: u32) -> Option<(Span, &'static Command)> {
        for site in &self.facts.calls.sites {
            let Some(command) = site.command() else { continue };
            // A subcommand has two words.
            let names = if command.name.contains('|') { 2 } else { 1 };
            for word in &site.words[..site.words.len().min(names)] {
                let span = self.chunk[*word].span;
                if span.start <= offset && offset <= span.end {
                    return Some((span, command));
                }
            }
        }
        None
    }

    /// Whether the script can return an error whose text it got at run time (`redis.error_reply(ARGV[1])`),
    /// or a NOSCRIPT that it spells out, so that a NOSCRIPT in its reply may be its own.
    pub fn can_forge_noscript(&self) -> bool {
        self.facts.errors.can_forge_noscript
    }

    /// The names that its header states for the reply, `-- returns {allowed, left}`; empty without such a line.
    pub fn stated_returns(&self) -> Vec<String> {
        contract(self).returns.map_or_else(Vec::new, |(names, _)| names)
    }

    /// The codes of the errors that it raises or returns by itself, each once, with the place of the first; and
    /// whether these are certainly all. What commands raise has the server's codes, which aren't among them.
    ///
    /// ```
    /// let text = b"if #ARGV == 0 then return redis.error_reply('LIMIT over quota') end return {err = 'GONE'}";
    /// let script = redis_script_analysis::Script::parse(text).unwrap();
    /// let (codes, all) = script.raised_codes();
    /// let codes: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
    /// assert!(all && codes == ["LIMIT", "GONE"]);
    /// ```
    pub fn raised_codes(&self) -> (Vec<(String, Span)>, bool) {
        let (mut codes, mut all) = (Vec::<(String, Span)>::new(), !self.facts.errors.may_be_others);
        for made in &self.facts.errors.list {
            let Some(found) = made.codes() else {
                all = false;
                continue;
            };
            for code in &found {
                let code = String::from_utf8_lossy(code);
                if !codes.iter().any(|(known, _)| *known == code) {
                    codes.push((code.into_owned(), made.span));
                }
            }
        }
        sort_by_span(&mut codes, &|(_, span)| Some(*span));
        (codes, all)
    }

    /// A place in a text, as rustc would show it: the path, the line, and carets.
    pub fn snippet(path: &str, text: &[u8], span: Span) -> String {
        crate::snippet::render(path, text, &Lines::new(text), span)
    }

    /// Whether it calls, or may call, commands whose names aren't constants.
    pub fn calls_computed_commands(&self) -> bool {
        let calls = &self.facts.calls;
        calls.escapes || calls.sites.iter().any(|site| matches!(site.target, Target::Computed))
    }

    /// The kinds of reply that the script can make, as far as that is known: all of them if nothing is.
    pub fn replies(&self) -> Vec<ReplyKind> {
        self.facts.values.replies()
    }

    /// Where the code begins: that of the script itself, not that of what it includes; behind everything without any.
    pub(crate) fn head(&self) -> u32 {
        let statements = &self.chunk[Chunk::MAIN].body.statements;
        let own = statements.iter().find(|statement| !self.is_included(statement.span));
        own.map_or(u32::MAX, |statement| statement.span.start)
    }

    /// Whether a place is in a file that the script includes.
    pub(crate) fn is_included(&self, span: Span) -> bool {
        self.files().is_some_and(|files| files.locate(span).0 != 0)
    }

    /// The files that it is made of, where there is more than one.
    pub(crate) fn files(&self) -> Option<&Files> {
        self.files.as_deref()
    }

    pub(crate) const fn shebang(&self) -> Option<&Shebang> {
        self.shebang.as_ref()
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("text", &String::from_utf8_lossy(&self.text)).finish_non_exhaustive()
    }
}

pub(crate) fn unreadable(error: SyntaxError) -> Diagnostic {
    let lint = match error.kind {
        ErrorKind::Syntax => &lints::lua_syntax::LINT,
        ErrorKind::Limit => &lints::compiler_limit::LINT,
    };
    let mut finding = lint.finding(error.message).at(error.span);
    finding.help = error.help;
    finding
}

/// The SHA1 of `text` as servers write it: 40 lower-case hexadecimal digits.
pub fn sha1_hex(text: &[u8]) -> String {
    sha1_smol::Sha1::from(text).digest().to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_as_script_load_does() {
        assert_eq!(super::sha1_hex(b"return 1"), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
    }
}
