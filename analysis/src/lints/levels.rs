//! Which findings are said, and how loud: settings of the declaration, comments in the script, and
//! the settings and comments that turned nothing off.

use super::suppression::{Allow, Allows};
use super::{Context, lint, lints, unused_allow};
use crate::closest::Closest;
use crate::declaration::{Declaration, Scope};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::hash::{Pairs, Texts};

/// The group of everything that is [`Level::Info`] by default.
const STRICT: &str = "strict";

/// What was found, and whether comments allow what a lint finds on a line.
#[derive(Default)]
struct Answers {
    lints: Texts,
    /// By the line, 0 where there is none, and the number of the lint.
    asked: Pairs,
    allowed: Vec<bool>,
}

/// Applies all levels to `found`.
pub(super) fn settle(context: &Context<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let allows = Allows::new(context.script);
    let mut answers = Answers::default();
    let mut settled = Vec::with_capacity(found.len());
    for diagnostic in found {
        if !(is_suppressible(&diagnostic) && by_comment(context, &allows, &mut answers, &diagnostic)) {
            settled.extend(by_setting(context.declaration, diagnostic));
        }
    }
    let mut unused = unused_comments(context, &allows);
    unused.append(&mut unused_settings(context.declaration, &answers.lints));
    for diagnostic in unused {
        settled.extend(by_setting(context.declaration, diagnostic));
    }
    settled
}

fn is_suppressible(diagnostic: &Diagnostic) -> bool {
    diagnostic.level < Level::Error || lint(diagnostic.lint).is_none_or(|lint| lint.suppressible)
}

/// Whether a comment allows it; notes that the comment has a use.
fn by_comment(context: &Context<'_>, allows: &Allows, answers: &mut Answers, diagnostic: &Diagnostic) -> bool {
    let line = diagnostic.span.map(|span| context.script.lines().line(span.start));
    let name = answers.lints.number(diagnostic.lint.as_bytes());
    let asked = answers.asked.number((u64::from(line.unwrap_or(0)), name as u64));
    if let Some(allowed) = answers.allowed.get(asked) {
        return *allowed;
    }
    let allowed = allows.allow(line, diagnostic.lint);
    answers.allowed.push(allowed);
    allowed
}

/// The finding at the level that is set for it; `None` if it is allowed.
fn by_setting(declaration: &Declaration, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    let last = |name: &str| declaration.settings.iter().rfind(|setting| setting.lint == name);
    let strict = || if diagnostic.level == Level::Info { last(STRICT) } else { None };
    let Some(setting) = last(diagnostic.lint).or_else(strict) else { return Some(diagnostic) };
    if is_suppressible(&diagnostic) {
        diagnostic.level = setting.level?;
    }
    Some(diagnostic)
}

fn unused_comments(context: &Context<'_>, allows: &Allows) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for allow in allows.all() {
        if !allow.used.get() && allow.name != unused_allow::LINT.name {
            found.extend(unused_comment(context, allow));
        }
    }
    found
}

fn unused_comment(context: &Context<'_>, allow: &Allow) -> Option<Diagnostic> {
    let name = &allow.name;
    let finding = match lint(name) {
        None if name.is_empty() => unused_allow::LINT
            .finding("this comment is not understood")
            .with_help("write `-- redis-script: allow(name)` with the name of a lint"),
        None => {
            let finding = unused_allow::LINT.finding(format!("there is no lint called `{name}`"));
            let mut closest = Closest::to(name);
            for lint in lints() {
                closest.offer(lint.name);
            }
            match closest.found() {
                Some(close) => finding.with_help(format!("did you mean `{close}`?")),
                None => finding,
            }
        }
        // Without a declaration the rule was silent: the comment may be needed where there is one.
        Some(lint) if !lint.applies_to(context.declaration) => return None,
        // Another script that includes the file may need it.
        Some(_) if context.script.is_included(allow.span) => return None,
        Some(lint) => unused_allow::LINT
            .finding(format!("`allow({name})` suppresses nothing"))
            .with_help(if lint.suppressible { "delete it" } else { "delete it: this lint can't be suppressed" }),
    };
    Some(finding.at(allow.span))
}

/// The last `allow` of each name in the declaration, where no rule of that name found anything.
fn unused_settings(declaration: &Declaration, found: &Texts) -> Vec<Diagnostic> {
    let settings = &declaration.settings;
    let mut unused = Vec::new();
    for (at, setting) in settings.iter().enumerate() {
        let overridden = settings[at + 1..].iter().any(|later| later.lint == setting.lint);
        if setting.level.is_some() || setting.scope != Scope::Script || overridden {
            continue;
        }
        // An unknown name is for whoever read the declaration to report.
        let Some(lint) = lint(&setting.lint) else { continue };
        // The types that it is about may be known to others who read the same attribute.
        let may_be_needed = found.contains(lint.name.as_bytes()) || lint.needs_types() && !lint.applies_to(declaration);
        if lint.name != unused_allow::LINT.name && !may_be_needed {
            let finding = unused_allow::LINT.finding(format!("`allow({})` suppresses nothing", setting.lint));
            unused.push(finding.about(Subject::Setting(setting.lint.clone())).with_help("delete it"));
        }
    }
    unused
}
