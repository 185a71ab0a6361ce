//! `undefined_global`: a read of a global that a server doesn't have: its `_G` raises.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{Chunk, LocalKind};
use crate::closest::Closest;
use crate::declaration::MinServer;
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::Texts;
use crate::server::sandbox::{self, Entry, Versions};
use crate::usage::Meaning;

pub(crate) static LINT: Lint = Lint {
    name: "undefined_global",
    summary: "a read of a global variable that the server doesn't have: it raises",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let (targets, trials) = (context.targets(), context.trials());
    // One fault, one finding: `x = 1; return x` is `global_write`.
    let mut passed = vec![false; names.global_count()];
    for target in targets.list() {
        if let Meaning::Global(_, word) = names.meaning(*target) {
            passed[word.number()] = true;
        }
    }
    let mut suggestions = Suggestions::new(chunk);
    let mut found = Vec::new();
    for id in names.globals() {
        let (id, expression) = (*id, &chunk[*id]);
        let word = match names.meaning(id) {
            Meaning::Global(found, word) if found == id && !passed[word.number()] => word.number(),
            _ => continue,
        };
        if targets.contains(id) || trials.contain(chunk, expression.function) {
            continue;
        }
        let Some(name) = names.global(id) else { continue };
        // Behind a `setfenv`, a global may be anything; but `setfenv` itself isn't.
        if context.usage().environment.is_some() && !matches!(name, "setfenv" | "getfenv") {
            continue;
        }
        let finding = match sandbox::global(name) {
            None => Some(suggestions.unknown(name)),
            Some(_) if trials.asks_for_version => None,
            Some(entry) => missing(entry, context.declaration.min_server),
        };
        match finding {
            Some(finding) => found.push(finding.at(expression.span)),
            // It is there, wherever it is used.
            None => passed[word] = true,
        }
    }
    found
}

/// The findings with one for each name, at the first place that isn't allowed: all others have the same
/// cause.
pub(super) fn once_each(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut messages = Texts::default();
    // By message: which finding is the first, and how many more there are.
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for finding in found {
        if finding.lint == LINT.name {
            let number = messages.number(finding.message.as_bytes());
            if let Some((first, more)) = firsts.get_mut(number) {
                let first = &mut kept[*first];
                first.level = first.level.max(finding.level);
                *more += 1;
                continue;
            }
            firsts.push((kept.len(), 0));
        }
        kept.push(finding);
    }
    for (first, more) in &firsts {
        if *more > 0 {
            let places = if *more == 1 { "place" } else { "places" };
            let message = &mut kept[*first].message;
            *message = format!("{message} (here and in {more} more {places})");
        }
    }
    kept
}

/// What may have been meant by names that aren't there.
struct Suggestions<'a> {
    chunk: &'a Chunk,
    /// The names of all locals, sorted, once they are asked for.
    locals: Option<Vec<&'a str>>,
    /// How many misspellings are still looked up: each is compared with every name.
    left: u32,
}

impl<'a> Suggestions<'a> {
    fn new(chunk: &'a Chunk) -> Self {
        Self { chunk, locals: None, left: 100 }
    }

    fn locals(&mut self) -> &[&'a str] {
        self.locals.get_or_insert_with(|| {
            let (mut seen, mut names) = (Texts::default(), Vec::new());
            for local in &self.chunk.locals {
                if local.kind != LocalKind::Arg && seen.insert(local.name.as_bytes()) {
                    names.push(&*local.name);
                }
            }
            names.sort_unstable();
            names
        })
    }

    fn unknown(&mut self, name: &str) -> Diagnostic {
        let finding = LINT.finding(format!("there is no global `{name}`: to read it raises"));
        if self.locals().binary_search(&name).is_ok() {
            return finding.with_help(format!("the local `{name}` isn't in scope here: declare it further out or up"));
        }
        match (instead(name), self.closest(name)) {
            (Some(help), _) => finding.with_help(help),
            (None, Some(close)) => finding.with_help(format!("did you mean `{close}`?")),
            (None, None) => finding.with_help(format!("declare `local {name}`, or pass it in ARGV")),
        }
    }

    fn closest(&mut self, name: &str) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        let mut closest = Closest::to(name);
        // In a fixed order, so that of two that are as close it is always the same one.
        let locals = self.locals();
        for local in &locals[..locals.len().min(1000)] {
            closest.offer(local);
        }
        for global in sandbox::globals() {
            if !global.name.starts_with("__") {
                closest.offer(global.name);
            }
        }
        closest.found()
    }
}

/// What people look for under the names of other Luas.
fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "null" | "NULL" | "none" | "None" | "undefined" => "write `nil`, or `false` for a null reply",
        "arg" | "args" | "argv" | "Argv" => "arguments are in `ARGV`",
        "key" | "keys" | "Keys" => "keys are in `KEYS`",
        "require" | "dofile" | "loadfile" | "module" | "package" => {
            "a script can't load others: `-- @include \"x.lua\"` puts a file in its place; `cjson`, `cmsgpack` and `bit` are there"
        }
        "io" | "debug" => "servers leave this library out",
        "bit32" => "the library is called `bit`",
        "utf8" => "Lua 5.1 has no `utf8`; strings are bytes",
        "continue" => "Lua 5.1 has no `continue`: put the rest of the loop's body into an `if`",
        "call" | "pcall_redis" => "write `redis.call`",
        "json" => "the library is called `cjson`",
        _ => return None,
    })
}

fn missing(entry: &Entry, min: MinServer) -> Option<Diagnostic> {
    let (name, lacking) = (entry.name, entry.availability.missing(min)?);
    let mut finding = LINT.finding(format!("the global `{name}` does not exist on {lacking}: to read it raises"));
    if entry.availability.redis == Versions::SomeBuilds {
        finding.level = Level::Warn;
    }
    Some(match name {
        "print" => finding.with_help("write `redis.log(redis.LOG_NOTICE, ..)`"),
        "os" => finding.with_help("take the time from `redis.call('TIME')`, or raise `min_server`"),
        "server" => finding.with_help("write `redis`: Valkey has it too; or test `rawget(_G, 'server')`"),
        "setfenv" | "getfenv" | "newproxy" => finding,
        _ => finding.with_help("raise `min_server`"),
    })
}
