//! `swapped_arguments`: a local is named after a parameter, and made of the position of another.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::Parameter;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::elements::{Element, elements};
use crate::header::snake_case;
use std::collections::BTreeMap;

pub(crate) static LINT: Lint = Lint {
    name: "swapped_arguments",
    summary: "a local has the name of a parameter that is at another position",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Args,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (keys, args) = (&context.declaration.key_parameters, &context.declaration.arg_parameters);
    if keys.len() < 2 && args.len() < 2 {
        return Vec::new();
    }
    let elements = elements(context.script);
    let keys = swapped("KEYS", Subject::Key, keys, &elements.keys);
    keys.into_iter().chain(swapped("ARGV", Subject::Arg, args, &elements.args)).collect()
}

fn swapped(
    table: &str,
    subject: fn(u32) -> Subject,
    parameters: &[Parameter],
    elements: &BTreeMap<u32, Element>,
) -> Vec<Diagnostic> {
    let names: Vec<String> = parameters.iter().map(|parameter| snake_case(&parameter.name)).collect();
    let local = |at: usize| elements.get(&u32::try_from(at + 1).ok()?)?.name.as_deref().map(snake_case);
    let mut found = Vec::new();
    let mut told = vec![false; names.len()];
    for (at, name) in names.iter().enumerate() {
        let Some(local_name) = local(at).filter(|local| local != name && !local.is_empty()) else { continue };
        // A name that stands for its own parameter as well says nothing.
        let other = names.iter().position(|other| *other == local_name);
        let Some(other) = other.filter(|other| local(*other).as_ref() != Some(&local_name) && !told[at]) else {
            continue;
        };
        told[other] = local(other).as_ref() == Some(name);
        let (index, there) = (at + 1, other + 1);
        let (passed, read) = (&parameters[at].name, &parameters[other].name);
        let message = format!("`{read}` is read from {table}[{index}], but the function passes `{passed}` there");
        let help = format!("`{read}` is {table}[{there}]: swap them in the script or in the function, or rename one");
        let span = u32::try_from(index).ok().and_then(|index| elements.get(&index)?.span);
        let finding = LINT.finding(message).about(subject(u32::try_from(at).unwrap_or(u32::MAX))).with_help(help);
        found.push(match span {
            Some(span) => finding.at(span),
            None => finding,
        });
    }
    found
}
