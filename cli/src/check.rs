//! `cargo redis-script check`.

use crate::command::{Check, Given};
use crate::fix;
use crate::header::Header;
use crate::inputs::{self, Input};
use crate::outcome::{Outcome, note, trouble, unreadable};
use crate::report::{self, Finding};
use crate::sources::Declared;
use redis_script_analysis::{Declaration, Diagnostic, Level, Scope, Script, Setting};
use redis_script_declaration::config::Config;
use std::io;

/// Checks every script that was named, and reports what there is to say.
pub(crate) fn run(check: &Check) -> io::Result<Outcome> {
    let mut report = report::to_stdout(check.format);
    let mut checker = Checker { given: &check.given, declared: Declared::default() };
    let mut outcome = Outcome::Clean;
    let mut scripts = 0;
    for input in inputs::read(&check.paths, &check.stdin_name) {
        let mut input = match input {
            Ok(input) => input,
            Err(error) => {
                outcome = unreadable(&error);
                continue;
            }
        };
        scripts += 1;
        let mut diagnostics = checker.diagnostics(&input);
        if check.fix
            && let Some(mut mended) = fix::mend(&mut checker, &input, &diagnostics)
        {
            if !check.dry_run {
                outcome = mended.write().map_or_else(trouble, |()| outcome);
            }
            report.mended(&mended)?;
            if mended.written {
                (input, diagnostics) = (mended.input, mended.left);
            }
        }
        for diagnostic in &diagnostics {
            if diagnostic.level == Level::Error {
                outcome = outcome.max(Outcome::Errors);
            }
            report.finding(&Finding { input: &input, diagnostic })?;
        }
    }
    report.finish(scripts)?;
    for mistake in checker.declared.mistakes() {
        outcome = trouble(mistake);
    }
    if scripts == 0 && outcome == Outcome::Clean {
        note("there is no `.lua` file to check here");
    }
    Ok(outcome)
}

/// Checks scripts against what is declared of them.
pub(crate) struct Checker<'a> {
    /// What goes before all that is declared elsewhere.
    pub(crate) given: &'a Given,
    /// What the Rust sources declare.
    pub(crate) declared: Declared,
}

impl Checker<'_> {
    /// Everything that is to be said of one script, each thing once, in the order of the text.
    pub(crate) fn diagnostics(&mut self, input: &Input) -> Vec<Diagnostic> {
        let script = match Script::parse(&input.text) {
            Ok(script) => script,
            Err(diagnostics) => return diagnostics,
        };
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for declaration in self.declarations(input, &script) {
            for diagnostic in script.check(&declaration) {
                if !diagnostics.contains(&diagnostic) {
                    diagnostics.push(diagnostic);
                }
            }
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        diagnostics
    }

    /// What is declared of the script: once for each function that runs it, and what is given on top.
    fn declarations(&mut self, input: &Input, script: &Script) -> Vec<Declaration> {
        let (annotations, problem) = self.declared.of(&input.path);
        if let Some(problem) = problem {
            note(format_args!("what `{}` is given is not known: {problem}", input.path.display()));
        }
        let mut declarations: Vec<Declaration> =
            annotations.iter().map(|annotation| annotation.declaration.clone()).collect();
        if declarations.is_empty() {
            declarations.push(from_header(self.given, script, self.declared.config(&input.path)));
        }
        for declaration in &mut declarations {
            declaration.keys = self.given.keys.or(declaration.keys);
            declaration.args = self.given.args.or(declaration.args);
            declaration.returns = self.given.returns.clone().or_else(|| declaration.returns.take());
            declaration.min_server = self.given.min_server.unwrap_or(declaration.min_server);
            declaration.settings.extend(self.given.levels.0.iter().cloned());
        }
        declarations
    }
}

/// What the script's own comment says. A comment isn't code: an entry that it lists and that the script
/// doesn't read is a warning, where a number that someone gave makes it an error.
fn from_header(given: &Given, script: &Script, config: Config) -> Declaration {
    let header = Header::of(script);
    let counts = [("unused_key", given.keys), ("unused_arg", given.args)].into_iter();
    let warn = |lint: &str| Setting { lint: lint.to_owned(), level: Some(Level::Warn), scope: Scope::All };
    Declaration {
        keys: header.keys.arity(),
        args: header.args.arity(),
        min_server: config.min_server.unwrap_or_default(),
        settings: counts
            .filter(|(_, given)| given.is_none())
            .map(|(lint, _)| warn(lint))
            .chain(config.settings)
            .collect(),
        ..Declaration::default()
    }
}
