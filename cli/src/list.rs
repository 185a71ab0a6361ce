//! `cargo redis-script list`: which function runs which script, so that a hash in `SLOWLOG` or
//! `MONITOR` finds its function.

use crate::command::{List, ListFormat};
use crate::counts;
use crate::outcome::{BOLD, Outcome, trouble};
use crate::sources::{Annotation, Projects, Sources, shown};
use redis_script_analysis::{Arity, Script, sha1_hex};
use serde::Serialize;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Lists every script that the Rust sources below the directory annotate.
pub(crate) fn run(list: &List) -> io::Result<Outcome> {
    let root = match list.directory.canonicalize() {
        Ok(root) => root,
        Err(error) => return Ok(trouble(format_args!("can't read `{}`: {error}", list.directory.display()))),
    };
    let mut projects = Projects::default();
    let sources = Sources::read(&root, &mut projects);
    let entries = sources.annotations.iter().map(Entry::of);
    match list.format {
        ListFormat::Human => human(entries)?,
        ListFormat::Json => json(entries)?,
    }
    let mut outcome = Outcome::Clean;
    for problem in &sources.problems {
        outcome = trouble(problem);
    }
    for mistake in projects.mistakes() {
        outcome = trouble(mistake);
    }
    Ok(outcome)
}

/// What is said of one function; the fields are documented in the README.
#[derive(Serialize)]
struct Entry<'a> {
    function: &'a str,
    source: String,
    line: usize,
    file: Option<String>,
    sha1: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    includes: Vec<String>,
    keys: Number,
    args: Number,
    flags: Vec<&'static str>,
    commands: Vec<String>,
}

/// A number of keys or arguments, as the attribute has it: `2`, `"1.."`, and `"1..=2"` where some may be left out.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Exactly(u32),
    Range(String),
}

impl Number {
    fn of(arity: Arity) -> Self {
        if arity.variadic || arity.optional > 0 { Self::Range(counts::show(arity)) } else { Self::Exactly(arity.fixed) }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Exactly(number) => number.fmt(out),
            Self::Range(text) => text.fmt(out),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(annotation: &'a Annotation) -> Self {
        let path = |path: &Path| shown(path).display().to_string();
        // A script that doesn't parse has a hash all the same.
        let script = Script::parse_joined(&annotation.script).ok();
        let files = annotation.script.files();
        Self {
            function: &annotation.function,
            source: path(&annotation.source),
            line: annotation.line,
            file: annotation.file.as_deref().map(path),
            sha1: sha1_hex(annotation.script.text()),
            includes: (1..files.count()).map(|file| files.name(file).to_owned()).collect(),
            keys: Number::of(annotation.declaration.keys.unwrap_or(Arity::exactly(0))),
            args: Number::of(annotation.declaration.args.unwrap_or(Arity::exactly(0))),
            flags: script.as_ref().map(|script| script.flags().to_vec()).unwrap_or_default(),
            commands: script.as_ref().map(Script::commands).unwrap_or_default(),
        }
    }
}

fn human<'a>(entries: impl Iterator<Item = Entry<'a>>) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    for entry in entries {
        let script = entry.file.as_deref().unwrap_or("in the attribute");
        writeln!(out, "{}  {BOLD}{}{BOLD:#}  {script}", entry.sha1, entry.function)?;
        if !entry.includes.is_empty() {
            writeln!(out, "  includes {}", entry.includes.join(", "))?;
        }
        writeln!(out, "  {}:{}", entry.source, entry.line)?;
        write!(out, "  keys {}, args {}", entry.keys, entry.args)?;
        if !entry.flags.is_empty() {
            write!(out, ", flags {}", entry.flags.join(","))?;
        }
        let commands = if entry.commands.is_empty() { "none".to_owned() } else { entry.commands.join(", ") };
        writeln!(out, ", commands {commands}\n")?;
    }
    out.flush()
}

fn json<'a>(entries: impl Iterator<Item = Entry<'a>>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for entry in entries {
        serde_json::to_writer(&mut out, &entry)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
