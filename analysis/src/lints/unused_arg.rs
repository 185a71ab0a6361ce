//! `unused_arg`: a declared argument that the script never reads; and the same for keys.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::{Arity, Declaration};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::hash::Pairs;
use crate::lints::arg_out_of_range::{declaration, declare, element};
use crate::usage::Vector;

pub(crate) static LINT: Lint = Lint {
    name: "unused_arg",
    summary: "a declared argument that the script never reads",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Args,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    unused(&LINT, context, Vector::Argv)
}

/// How many are named one by one.
const MOST: usize = 100;

/// Declared elements that are never read. Those after the last one that is make the count wrong: an
/// error. One in the middle only warns: its place is taken by those behind it.
pub(super) fn unused(lint: &Lint, context: &Context<'_>, vector: Vector) -> Vec<Diagnostic> {
    let usage = context.usage().of(vector);
    let declared = match vector {
        Vector::Keys => context.declaration.keys,
        Vector::Argv => context.declaration.args,
    };
    // Which elements are meant by a script that counts from 0, its author knows; element 0 is reported.
    let is_known = usage.is_exact() && !usage.counts_from_zero();
    let Some(declared) = declared.filter(|_| is_known) else { return Vec::new() };
    let mut read = Pairs::default();
    for element in &usage.reads {
        if let Some(position) = element.position() {
            read.insert((position.into(), 0));
        }
    }
    let highest = usage.highest();
    let mut found = Vec::new();
    let mut position = 1;
    while position <= declared.most().min(highest) && found.len() < MOST {
        if !read.contains((position.into(), 0)) {
            let name = vector.name();
            let message =
                format!("the script never reads {name}[{position}], but {} declared", plainly(vector, declared));
            let help = format!("drop the parameter and count on from there in the script, or `allow({})`", lint.name);
            let finding = lint.finding(message).about(element(vector, position)).with_help(help);
            found.push(finding.at_level(Level::Warn));
        }
        position += 1;
    }
    found.extend(trailing(lint, context.declaration, vector, declared, highest));
    found
}

fn trailing(
    lint: &Lint,
    declaration: &Declaration,
    vector: Vector,
    declared: Arity,
    highest: u32,
) -> Option<Diagnostic> {
    let (fixed, variadic) = (declared.most(), declared.variadic);
    if highest > fixed || (highest == fixed && !variadic) {
        return None;
    }
    let name = vector.name();
    let first = highest + 1;
    let what = match (fixed - highest, variadic) {
        (_, true) => format!("{name}[{first}] and what follows it"),
        (1, false) => format!("{name}[{first}]"),
        (2, false) => format!("{name}[{first}] and {name}[{fixed}]"),
        _ => format!("{name}[{first}] to {name}[{fixed}]"),
    };
    let subject = match vector {
        Vector::Keys => Subject::Keys,
        Vector::Argv => Subject::Args,
    };
    let message = format!("the script never reads {what}, but {} declared", plainly(vector, declared));
    Some(lint.finding(message).about(subject).with_help(fewer(lint, declaration, vector, highest)))
}

/// As in "out of range", but without an "only".
fn plainly(vector: Vector, declared: Arity) -> String {
    let said = declaration(vector, declared);
    said.strip_prefix("only ").unwrap_or(&said).to_owned()
}

fn fewer(lint: &Lint, declaration: &Declaration, vector: Vector, highest: u32) -> String {
    let name = lint.name;
    match vector {
        Vector::Keys => {
            format!("declare `keys = {highest}` and drop the key parameters that are not read, or `allow({name})`")
        }
        Vector::Argv => {
            format!("{} and drop the parameters that are not read, or `allow({name})`", declare(declaration, highest))
        }
    }
}
