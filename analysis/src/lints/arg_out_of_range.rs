//! `arg_out_of_range`: `ARGV[n]` that can't be there; and the same for keys.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind, Sort, UnaryOperator};
use crate::declaration::{Arity, Declaration};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::hash::{Pairs, Texts};
use crate::row::append;
use crate::usage::{Index, Meaning, Read, Vector, tested_expressions};
use std::cell::OnceCell;

pub(crate) static LINT: Lint = Lint {
    name: "arg_out_of_range",
    summary: "`ARGV[n]` with a constant n for which there is no declared argument: it is nil",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Args,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    both(&LINT, context, Vector::Argv)
}

/// Everything about one vector.
pub(super) fn both(lint: &Lint, context: &Context<'_>, vector: Vector) -> Vec<Diagnostic> {
    let mut found = out_of_range(lint, context, vector);
    found.extend(past_the_end(lint, context, vector));
    found
}

/// `KEYS[#KEYS + 1]`: the one behind the last one, however many there are.
fn past_the_end(lint: &Lint, context: &Context<'_>, vector: Vector) -> Vec<Diagnostic> {
    let (chunk, names, usage) = (context.chunk(), context.names(), context.usage().of(vector));
    if usage.measured.is_none() || usage.escapes.is_some() || !usage.written.is_empty() {
        return Vec::new();
    }
    let name = vector.name();
    let tested = OnceCell::new();
    let mut found = Vec::new();
    for (id, expression) in chunk.of(Sort::Index) {
        let ExpressionKind::Index { object, key } = expression.kind else { continue };
        if names.vector(object) != Some(vector) || !is_behind(context, vector, key) {
            continue;
        }
        if !tested.get_or_init(|| tested_expressions(chunk, names)).contains(id) {
            let text = String::from_utf8_lossy(expression.span.of(context.script.text())).into_owned();
            let finding = lint.finding(format!("`{text}` is always nil: the last element is {name}[#{name}]"));
            found.push(finding.at(expression.span).with_help(format!("write `{name}[#{name}]`")));
        }
    }
    found
}

/// Whether it is the length of the vector and something.
fn is_behind(context: &Context<'_>, vector: Vector, key: ExpressionId) -> bool {
    let (chunk, names) = (context.chunk(), context.names());
    let length = |id: ExpressionId| match chunk[id].kind {
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => names.vector(operand) == Some(vector),
        _ => false,
    };
    let positive = |id: ExpressionId| matches!(names.meaning(id), Meaning::Number(number) if number > 0.0);
    match chunk[key].kind {
        ExpressionKind::Binary { operator: BinaryOperator::Add, left, right } => {
            length(left) && positive(right) || positive(left) && length(right)
        }
        _ => false,
    }
}

/// The reads of elements that a caller can't have given; each element once, at its first place.
pub(super) fn out_of_range(lint: &Lint, context: &Context<'_>, vector: Vector) -> Vec<Diagnostic> {
    let usage = context.usage().of(vector);
    let declared = match vector {
        Vector::Keys => context.declaration.keys,
        Vector::Argv => context.declaration.args,
    };
    let Some(declared) = declared.filter(|_| usage.escapes.is_none()) else { return Vec::new() };
    let (mut seen, mut written) = (Texts::default(), Pairs::default());
    for index in &usage.written {
        written.insert((index.to_bits(), 0));
    }
    let mut found = Vec::new();
    for read in &usage.reads {
        let is_written = matches!(read.index, Index::Number(index) if written.contains((index.to_bits(), 0)));
        // What comes after `#ARGV` may be guarded by it.
        let is_guarded = usage.measured.is_some() && read.position().is_some();
        if read.optional || is_written || is_guarded {
            continue;
        }
        let Some((message, help)) = message(context.declaration, vector, declared, read) else { continue };
        if !seen.insert(message.as_bytes()) {
            continue;
        }
        let finding = lint.finding(message).at(read.span).with_help(help);
        // Of an element that no caller could give, no declaration is to blame.
        found.push(match read.position() {
            None => finding,
            Some(position) if position <= declared.most() => finding.about(element(vector, position)),
            Some(_) => finding.about(subject(vector)),
        });
    }
    found
}

fn subject(vector: Vector) -> Subject {
    match vector {
        Vector::Keys => Subject::Keys,
        Vector::Argv => Subject::Args,
    }
}

pub(super) fn element(vector: Vector, position: u32) -> Subject {
    match vector {
        Vector::Keys => Subject::Key(position - 1),
        Vector::Argv => Subject::Arg(position - 1),
    }
}

/// What is wrong with a read, and what to do about it.
fn message(declaration: &Declaration, vector: Vector, declared: Arity, read: &Read) -> Option<(String, String)> {
    let name = vector.name();
    let index = match &read.index {
        Index::Text(text) => {
            let text = String::from_utf8_lossy(text);
            let help = format!("{name} has only numbers as its indexes: write `{name}[1]`, without quotes");
            return Some((format!("{name}['{text}'] is always nil"), help));
        }
        Index::Number(index) => index,
    };
    match read.position() {
        Some(position) if position <= declared.fixed || declared.variadic => None,
        Some(position) if position <= declared.most() && read.compared => None,
        Some(position) if position <= declared.most() => Some((
            format!("the script takes {name}[{position}] for granted, but it is declared as one that may be left out"),
            format!(
                "test for it, as in `if {name}[{position}] then` or `{name}[{position}] or ..`, or take the parameter without `Option`"
            ),
        )),
        Some(position) => Some((
            format!("the script reads {name}[{position}], but {} declared", self::declaration(vector, declared)),
            add_one(declaration, vector, position),
        )),
        None if *index == 0.0 => {
            let message = format!("{name}[0] is always nil: Lua counts from 1");
            Some((message, format!("the first element is `{name}[1]`")))
        }
        None => {
            let message = format!("{name}[{index}] is always nil: the elements are {name}[1], {name}[2] and so on");
            Some((message, "fix the index".to_owned()))
        }
    }
}

/// The declaration in words, up to "is" or "are".
pub(super) fn declaration(vector: Vector, declared: Arity) -> String {
    let Arity { fixed, optional, variadic } = declared;
    match (vector, variadic) {
        (Vector::Keys, true) => format!("`keys = {fixed}..` is"),
        (Vector::Keys, false) => format!("`keys = {fixed}` is"),
        (Vector::Argv, true) => format!("{fixed} or more arguments are"),
        (Vector::Argv, false) if optional > 0 => format!("only {fixed} to {} are", counted(declared.most())),
        (Vector::Argv, false) if fixed == 1 => "only 1 argument is".to_owned(),
        (Vector::Argv, false) if fixed == 0 => "no argument is".to_owned(),
        (Vector::Argv, false) => format!("only {} are", counted(fixed)),
    }
}

fn counted(count: u32) -> String {
    format!("{count} argument{}", if count == 1 { "" } else { "s" })
}

fn add_one(declaration: &Declaration, vector: Vector, position: u32) -> String {
    match vector {
        Vector::Keys => format!("declare `keys = {position}` and add a key parameter, or fix the index"),
        Vector::Argv => format!("{} and add a parameter, or fix the index", declare(declaration, position)),
    }
}

/// How so many arguments are declared: as the attribute has it, with `_` for types that aren't known, if
/// it names the others.
pub(super) fn declare(declaration: &Declaration, count: u32) -> String {
    let known = &declaration.arg_types;
    if count == 0 {
        return "declare `args = ()`".to_owned();
    }
    // Beyond a few, the text would be longer than what it helps with.
    if known.is_empty() || count > 12 {
        return format!("declare {}", counted(count));
    }
    let mut types = String::new();
    for at in 0..count as usize {
        append(&mut types, ", ", known.get(at).map_or("_", String::as_str));
    }
    format!("declare `args = ({types})`")
}
