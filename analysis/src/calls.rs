//! The places where a script calls a command: `redis.call('GET', key)`, under whatever alias.

use crate::ast::{Chunk, ExpressionId, ExpressionKind, FunctionId, Sort};
use crate::diagnostic::Level;
use crate::order::sort_by_span;
use crate::server::command::{self, Command};
use crate::server::reply::{self, Reply};
use crate::span::Span;
use crate::usage::{Bindings, Marks, Meaning, Names, is_open};

/// All calls of commands in a script.
#[derive(Clone)]
pub(crate) struct Calls {
    /// In the order of the arena.
    pub(crate) sites: Vec<Site>,
    /// Whether `redis.call` or `redis.pcall` goes somewhere else than into a call, so that there may be more.
    pub(crate) escapes: bool,
    /// Whether the script asks for another protocol, in which replies look different.
    pub(crate) sets_protocol: bool,
    /// Whether the script catches the errors of functions of its own.
    pub(crate) catches: bool,
}

/// One call of a command.
#[derive(Clone)]
pub(crate) struct Site {
    /// The whole call.
    pub(crate) expression: ExpressionId,
    /// Where it is.
    pub(crate) span: Span,
    /// The command's name and its arguments, as far as they are written out.
    pub(crate) words: Vec<ExpressionId>,
    /// Whether the last word may be any number of words, none among them.
    pub(crate) open: bool,
    /// Whether an error in the call is caught.
    pub(crate) caught: Caught,
    /// What is called.
    pub(crate) target: Target,
    /// What the call returns, as long as it is not an error.
    pub(crate) reply: Reply,
}

/// Who catches an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caught {
    /// Nobody: it ends the script.
    No,
    /// `redis.pcall` returns it.
    Returned,
    /// A `pcall` around the call.
    Pcall,
}

/// What a [`Site`] calls.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// The name isn't a constant, or there is none.
    Computed,
    /// No server has it; the word is its name.
    Unknown(ExpressionId),
    /// A command without subcommands, or a container whose second word isn't a constant.
    Command(&'static Command),
    /// A container, and a second word that is no subcommand of it.
    UnknownSubcommand(&'static Command, ExpressionId),
    /// A subcommand, of two words.
    Subcommand(&'static Command),
}

impl Site {
    /// The level of what makes the call fail: whoever catches the error may well expect it.
    pub(crate) fn level(&self) -> Level {
        if self.caught == Caught::No { Level::Error } else { Level::Warn }
    }

    /// How many words there are at least.
    pub(crate) fn least(&self) -> usize {
        self.words.len() - usize::from(self.open)
    }

    /// The command or subcommand, if it is known.
    pub(crate) fn command(&self) -> Option<&'static Command> {
        match self.target {
            Target::Command(command) | Target::Subcommand(command) => Some(command),
            _ => None,
        }
    }
}

/// `HEXPIRE`, `CONFIG GET`: as people write it.
pub(crate) fn shown(command: &Command) -> String {
    command.name.replace('|', " ").to_uppercase()
}

impl Calls {
    pub(crate) fn new(chunk: &Chunk, names: &Names, bindings: &Bindings) -> Self {
        let caught = caught_functions(chunk, names, &tried(chunk, names));
        let mut calls =
            Self { sites: Vec::new(), escapes: false, sets_protocol: false, catches: !caught.list().is_empty() };
        let mut called = Marks::new(chunk);
        for (id, expression) in chunk.of(Sort::Call) {
            let ExpressionKind::Call { callee, arguments } = &expression.kind else { continue };
            let (function, words, around) =
                if let (Some("pcall"), Some((first, rest))) = (names.global(*callee), arguments.split_first()) {
                    (*first, rest, Caught::Pcall)
                } else {
                    (*callee, &arguments[..], Caught::No)
                };
            let returned = match names.member(function) {
                Some(("redis", "call")) => around,
                Some(("redis", "pcall")) => Caught::Returned,
                Some(("redis", "setresp")) => {
                    calls.sets_protocol = true;
                    continue;
                }
                _ => continue,
            };
            called.insert(function);
            // A function that isn't passed to `pcall` itself may be called by one that is.
            let may_be_caught = !caught.list().is_empty() && expression.function != Chunk::MAIN;
            let caught = if returned == Caught::No && may_be_caught { Caught::Pcall } else { returned };
            let open = words.last().is_some_and(|last| is_open(chunk, *last));
            let target = target(chunk, names, words, open);
            let reply = reply(chunk, names, target, words, open);
            calls.sites.push(Site {
                expression: id,
                span: expression.span,
                words: words.to_vec(),
                open,
                caught,
                target,
                reply,
            });
        }
        calls.escapes = escapes(chunk, names, bindings, &called);
        calls
    }

    /// The names of the commands that are called, `HSET` and `CONFIG GET`, each once, in the order of the
    /// text. A command that no server has is among them, as it is written.
    pub(crate) fn commands(&self, chunk: &Chunk, names: &Names) -> Vec<String> {
        let mut sites = Vec::with_capacity(self.sites.len());
        for site in &self.sites {
            sites.push(site);
        }
        sort_by_span(&mut sites, &|site| site.words.first().map(|word| chunk[*word].span));
        let mut commands: Vec<String> = Vec::new();
        for site in &sites {
            let name = match site.target {
                Target::Computed => continue,
                Target::Unknown(word) => {
                    names.string(chunk, word).map(|name| String::from_utf8_lossy(name).to_uppercase())
                }
                Target::Command(command) | Target::Subcommand(command) | Target::UnknownSubcommand(command, _) => {
                    Some(shown(command))
                }
            };
            if let Some(name) = name
                && !commands.contains(&name)
            {
                commands.push(name);
            }
        }
        commands
    }

    /// The call that this expression is.
    pub(crate) fn at(&self, expression: ExpressionId) -> Option<&Site> {
        self.sites.binary_search_by_key(&expression, |site| site.expression).ok().map(|at| &self.sites[at])
    }
}

fn target(chunk: &Chunk, names: &Names, words: &[ExpressionId], open: bool) -> Target {
    let known = &words[..words.len() - usize::from(open)];
    let Some(first) = known.first() else { return Target::Computed };
    let Some(name) = names.string(chunk, *first) else { return Target::Computed };
    let Some(found) = command::find(name).filter(|_| !name.contains(&b'|')) else { return Target::Unknown(*first) };
    let second = known.get(1).filter(|_| found.is_container());
    match second.and_then(|second| Some((*second, names.string(chunk, *second)?))) {
        Some((second, name)) => match command::find_subcommand(found, name) {
            Some(subcommand) => Target::Subcommand(subcommand),
            None => Target::UnknownSubcommand(found, second),
        },
        None => Target::Command(found),
    }
}

fn reply(chunk: &Chunk, names: &Names, target: Target, words: &[ExpressionId], open: bool) -> Reply {
    let (command, name) = match target {
        Target::Command(command) => (command, 1),
        Target::Subcommand(command) => (command, 2),
        _ => return Reply::Unknown,
    };
    let known = words.get(name..words.len() - usize::from(open)).unwrap_or_default();
    let mut arguments = Vec::with_capacity(known.len());
    for word in known {
        arguments.push(names.string(chunk, *word));
    }
    reply::reply(command, &arguments, open)
}

/// Whether the function is passed around, by a name that isn't the callee of a call that was seen.
fn escapes(chunk: &Chunk, names: &Names, bindings: &Bindings, called: &Marks<ExpressionId>) -> bool {
    let mut accounted = vec![false; chunk.expressions.len()];
    // What a lasting local is bound to isn't lost: the local means the same, and is looked at itself.
    for bound in &bindings.lasting_values() {
        accounted[bound.0 as usize] = true;
    }
    for (_, expression) in chunk.of(Sort::Index) {
        if let ExpressionKind::Index { object, key } = expression.kind
            && names.string(chunk, key).is_some()
        {
            accounted[object.0 as usize] = true;
        }
    }
    let is_open = |id: ExpressionId| !accounted[id.0 as usize];
    let is_library = |id: &ExpressionId| is_open(*id) && matches!(names.global(*id), Some("redis" | "server"));
    let is_function = |id: &ExpressionId| {
        is_open(*id) && !called.contains(*id) && matches!(names.member(*id), Some(("redis", "call" | "pcall")))
    };
    names.globals().iter().any(is_library) || names.members().iter().any(is_function)
}

/// What `pcall` or `xpcall` calls.
pub(crate) fn tried(chunk: &Chunk, names: &Names) -> Marks<ExpressionId> {
    let mut tried = Marks::new(chunk);
    for (_, expression) in chunk.of(Sort::Call) {
        if let ExpressionKind::Call { callee, arguments } = &expression.kind
            && let Some("pcall" | "xpcall") = names.global(*callee)
            && let Some(first) = arguments.first()
        {
            tried.insert(*first);
        }
    }
    tried
}

/// The functions of the script among it.
pub(crate) fn caught_functions(chunk: &Chunk, names: &Names, tried: &Marks<ExpressionId>) -> Marks<FunctionId> {
    let mut functions = Marks::new(chunk);
    for tried in tried.list() {
        if let Meaning::Function(function) = names.meaning(*tried) {
            functions.insert(function);
        }
    }
    functions
}
