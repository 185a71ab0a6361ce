//! `cargo redis-script check`.

use crate::command::{Check, Given};
use crate::fix;
use crate::inputs::{self, Input};
use crate::outcome::{Outcome, note, trouble, unreadable};
use crate::report::{self, Finding, Report};
use crate::sources::{Annotation, Declared, Literal, shown};
use redis_script_analysis::{Declaration, Diagnostic, Header, Joined, Level, Lines, Scope, Script, Setting, Span};
use redis_script_declaration::Complete;
use redis_script_declaration::config::Config;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;

/// Checks every script that was named, and reports what there is to say.
pub(crate) fn run(check: &Check) -> io::Result<Outcome> {
    let mut checker = Checker { given: &check.given, declared: Declared::default() };
    let mut run =
        Run { report: report::to_stdout(check.format), outcome: Outcome::Clean, scripts: 0, told: HashSet::new() };
    let mut inputs = Vec::new();
    for input in inputs::read(&check.paths, &check.stdin_name) {
        match input {
            Ok(input) => inputs.push((input.complete(), input)),
            Err(error) => run.outcome = unreadable(&error),
        }
    }
    let written: Vec<Annotation> = check
        .paths
        .iter()
        .filter(|path| inputs::may_be_rust(path))
        .flat_map(|path| checker.declared.written_in(path))
        .collect();
    let included: HashSet<PathBuf> = inputs
        .iter()
        .flat_map(|(complete, _)| &complete.included)
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    for (Complete { script, .. }, input) in &inputs {
        // It is checked as a part of those.
        if !(input.found && checker.declared.is_only_included(&input.path, &included)) {
            run.file(check, &mut checker, input, script)?;
        }
    }
    for annotation in written {
        let rust = Rust::of(&annotation)?;
        let found = checker.written(&annotation);
        run.script(&annotation.script, Some(&rust), found)?;
    }
    run.report.finish(run.scripts)?;
    for mistake in checker.declared.mistakes() {
        run.outcome = trouble(mistake);
    }
    if run.scripts == 0 && run.outcome == Outcome::Clean {
        note("there is no script to check here");
    }
    Ok(run.outcome)
}

/// The Rust file that a script is written in.
struct Rust {
    name: String,
    text: String,
    lines: Lines,
    literal: Option<Literal>,
}

impl Rust {
    fn of(annotation: &Annotation) -> io::Result<Self> {
        let text = std::fs::read_to_string(&annotation.source)?;
        let lines = Lines::new(text.as_bytes());
        Ok(Self {
            name: shown(&annotation.source).display().to_string(),
            text,
            lines,
            literal: annotation.literal.clone(),
        })
    }

    fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
        placed(diagnostic, self.literal.as_ref(), &self.text)
    }
}

/// The finding where it is in the Rust file that the script is written in.
pub(crate) fn placed(diagnostic: Diagnostic, literal: Option<&Literal>, rust: &str) -> Diagnostic {
    let span = literal.map(|literal| literal.place(rust, diagnostic.span));
    // Its edits are those of the string's value.
    Diagnostic { span, fix: Vec::new(), ..diagnostic }
}

/// What has been checked and said.
struct Run {
    report: Box<dyn Report>,
    outcome: Outcome,
    scripts: usize,
    /// What was said of included files: it isn't said again for the next script that includes them.
    told: HashSet<String>,
}

impl Run {
    /// Checks a script that is a file, and mends it where that is asked for.
    fn file(&mut self, check: &Check, checker: &mut Checker, input: &Input, script: &Joined) -> io::Result<()> {
        let found = checker.diagnostics(input, script);
        if check.fix
            && let Some(mut mended) = fix::mend(checker, input, &found)
        {
            if !check.dry_run {
                self.outcome = mended.write().map_or_else(trouble, |()| self.outcome);
            }
            self.report.mended(&mended)?;
            if mended.written {
                return self.script(&mended.input.complete().script, None, mended.left);
            }
        }
        self.script(script, None, found)
    }

    /// Reports what was found in a script.
    fn script(&mut self, script: &Joined, rust: Option<&Rust>, found: Vec<(usize, Diagnostic)>) -> io::Result<()> {
        self.scripts += 1;
        let files = script.files();
        for (file, diagnostic) in found {
            if file != 0 && !self.told.insert(format!("{} {diagnostic:?}", files.name(file))) {
                continue;
            }
            if diagnostic.level == Level::Error {
                self.outcome = self.outcome.max(Outcome::Errors);
            }
            let finding = if let Some(rust) = rust.filter(|_| file == 0) {
                let diagnostic = rust.placed(diagnostic);
                Finding { path: &rust.name, text: rust.text.as_bytes(), lines: &rust.lines, chain: None, diagnostic }
            } else {
                let (path, text, lines) = (files.name(file), files.text(file), files.lines(file));
                Finding { path, text, lines, chain: files.chain(file), diagnostic }
            };
            self.report.finding(&finding)?;
        }
        Ok(())
    }
}

/// Everything that is to be said of one script, each thing once, in the order of the text; with the numbers of files.
fn diagnostics(joined: &Joined, declarations: impl FnOnce(&Script) -> Vec<Declaration>) -> Vec<(usize, Diagnostic)> {
    if !joined.errors().is_empty() {
        return joined.errors().to_vec();
    }
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut places: HashMap<Option<Span>, Vec<usize>> = HashMap::new();
    match Script::parse_joined(joined) {
        Ok(script) => {
            for declaration in declarations(&script) {
                for diagnostic in script.check(&declaration) {
                    let there = places.entry(diagnostic.span).or_default();
                    if !there.iter().any(|at| diagnostics[*at] == diagnostic) {
                        there.push(diagnostics.len());
                        diagnostics.push(diagnostic);
                    }
                }
            }
            diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        }
        Err(errors) => diagnostics = errors,
    }
    diagnostics.into_iter().map(|diagnostic| joined.files().localised(diagnostic)).collect()
}

/// Checks scripts against what is declared of them.
pub(crate) struct Checker<'a> {
    /// What goes before all that is declared elsewhere.
    pub(crate) given: &'a Given,
    /// What the Rust sources declare.
    pub(crate) declared: Declared,
}

impl Checker<'_> {
    /// Everything that is to be said of a script that is a file.
    pub(crate) fn diagnostics(&mut self, input: &Input, script: &Joined) -> Vec<(usize, Diagnostic)> {
        diagnostics(script, |script| self.declarations(input, script))
    }

    /// Everything that is to be said of a script that is written in a Rust file.
    pub(crate) fn written(&self, annotation: &Annotation) -> Vec<(usize, Diagnostic)> {
        diagnostics(&annotation.script, |_| self.given(vec![annotation.declaration.clone()]))
    }

    /// What is declared of the script: once for each function that runs it, and what is given on top.
    pub(crate) fn declarations(&mut self, input: &Input, script: &Script) -> Vec<Declaration> {
        let (annotations, problem) = self.declared.of(&input.path);
        if let Some(problem) = problem {
            note(format_args!("what `{}` is given is not known: {problem}", input.path.display()));
        }
        let mut declarations: Vec<Declaration> =
            annotations.iter().map(|annotation| annotation.declaration.clone()).collect();
        if declarations.is_empty() {
            declarations.push(from_header(self.given, script, self.declared.config(&input.path)));
        }
        self.given(declarations)
    }

    /// The same, where nothing else is given.
    fn given(&self, mut declarations: Vec<Declaration>) -> Vec<Declaration> {
        for declaration in &mut declarations {
            declaration.keys = self.given.keys.or(declaration.keys);
            declaration.args = self.given.args.or(declaration.args);
            declaration.returns = self.given.returns.or_else(|| declaration.returns.take());
            declaration.min_server = self.given.min_server.unwrap_or(declaration.min_server);
            declaration.settings.extend(self.given.levels.0.iter().cloned());
        }
        declarations
    }
}

/// What the script's own comment says. A comment isn't code, and often lists what the callers pass: an entry that
/// the script doesn't read belongs to the group `strict`, where a number that someone gave makes it an error.
fn from_header(given: &Given, script: &Script, config: Config) -> Declaration {
    let header = Header::of(script);
    let strict = config.settings.iter().chain(&given.levels.0).rfind(|setting| setting.lint == "strict");
    let level = strict.and_then(|strict| strict.level).unwrap_or(Level::Info);
    let given = [("unused_key", given.keys), ("unused_arg", given.args)].into_iter();
    let quiet = |lint: &str| Setting { lint: lint.to_owned(), level: Some(level), scope: Scope::All };
    Declaration {
        keys: header.keys.arity(),
        args: header.args.arity(),
        min_server: config.min_server.unwrap_or_default(),
        settings: given
            .filter(|(_, given)| given.is_none())
            .map(|(lint, _)| quiet(lint))
            .chain(config.settings)
            .collect(),
        ..Declaration::default()
    }
}
