//! `cargo redis-script check`.

use crate::command::Check;
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
    let mut declared = Declared::default();
    let mut outcome = Outcome::Clean;
    let mut scripts = 0;
    for input in inputs::read(&check.paths, &check.stdin_name) {
        let input = match input {
            Ok(input) => input,
            Err(error) => {
                outcome = unreadable(&error);
                continue;
            }
        };
        scripts += 1;
        for diagnostic in diagnostics(check, &input, &mut declared) {
            if diagnostic.level == Level::Error {
                outcome = outcome.max(Outcome::Errors);
            }
            report.finding(&Finding { input: &input, diagnostic: &diagnostic })?;
        }
    }
    report.finish(scripts)?;
    for mistake in declared.mistakes() {
        outcome = trouble(mistake);
    }
    if scripts == 0 && outcome == Outcome::Clean {
        note("there is no `.lua` file to check here");
    }
    Ok(outcome)
}

/// Everything that is to be said of one script, each thing once, in the order of the text.
fn diagnostics(check: &Check, input: &Input, declared: &mut Declared) -> Vec<Diagnostic> {
    let script = match Script::parse(&input.text) {
        Ok(script) => script,
        Err(diagnostics) => return diagnostics,
    };
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for declaration in declarations(check, input, &script, declared) {
        for diagnostic in script.check(&declaration) {
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic);
            }
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    diagnostics
}

/// What is declared of the script: once for each function that runs it, and what the command line
/// says on top.
fn declarations(check: &Check, input: &Input, script: &Script, declared: &mut Declared) -> Vec<Declaration> {
    let (annotations, problem) = declared.of(&input.path);
    if let Some(problem) = problem {
        note(format_args!("what `{}` is given is not known: {problem}", input.path.display()));
    }
    let mut declarations: Vec<Declaration> =
        annotations.iter().map(|annotation| annotation.declaration.clone()).collect();
    if declarations.is_empty() {
        declarations.push(from_header(check, script, declared.config(&input.path)));
    }
    for declaration in &mut declarations {
        declaration.keys = check.keys.or(declaration.keys);
        declaration.args = check.args.or(declaration.args);
        declaration.returns = check.returns.clone().or_else(|| declaration.returns.take());
        declaration.min_server = check.min_server.unwrap_or(declaration.min_server);
        declaration.settings.extend(check.levels.0.iter().cloned());
    }
    declarations
}

/// What the script's own comment says. A comment isn't code: an entry that it lists and that the script
/// doesn't read is a warning, where a number that someone gave makes it an error.
fn from_header(check: &Check, script: &Script, config: Config) -> Declaration {
    let header = Header::of(script);
    let given = [("unused_key", check.keys), ("unused_arg", check.args)].into_iter();
    let warn = |lint: &str| Setting { lint: lint.to_owned(), level: Some(Level::Warn), scope: Scope::All };
    Declaration {
        keys: header.keys.arity(),
        args: header.args.arity(),
        min_server: config.min_server.unwrap_or_default(),
        settings: given
            .filter(|(_, given)| given.is_none())
            .map(|(lint, _)| warn(lint))
            .chain(config.settings)
            .collect(),
        ..Declaration::default()
    }
}
