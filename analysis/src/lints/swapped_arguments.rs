//! `swapped_arguments`: a local is named after a parameter, and made of the position of another.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::Parameter;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::elements::{ElementList, elements};
use crate::header::snake_case;

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
    let mut found = swapped("KEYS", Subject::Key, keys, &elements.keys);
    found.append(&mut swapped("ARGV", Subject::Arg, args, &elements.args));
    found
}

fn swapped(
    table: &str,
    subject: fn(u32) -> Subject,
    parameters: &[Parameter],
    elements: &ElementList,
) -> Vec<Diagnostic> {
    // By position, what the function and the script call it; nothing where the script has no name for it.
    let (mut names, mut locals) = (Vec::new(), Vec::new());
    for (parameter, index) in parameters.iter().zip(1..) {
        let local = elements.get(index).and_then(|element| element.name.as_deref());
        names.push(snake_case(&parameter.name));
        locals.push(snake_case(local.unwrap_or_default()));
    }
    let mut found = Vec::new();
    let mut told = vec![false; names.len()];
    for (at, name) in names.iter().enumerate() {
        let local = &locals[at];
        if local == name || local.is_empty() || told[at] {
            continue;
        }
        // A name that stands for its own parameter as well says nothing.
        let Some(other) = names.iter().position(|other| other == local).filter(|other| locals[*other] != *local) else {
            continue;
        };
        told[other] = locals[other] == *name;
        let (index, there) = (at + 1, other + 1);
        let (passed, read) = (&parameters[at].name, &parameters[other].name);
        let message = format!("`{read}` is read from {table}[{index}], but the function passes `{passed}` there");
        let help = format!("`{read}` is {table}[{there}]: swap them in the script or in the function, or rename one");
        let span = u32::try_from(index).ok().and_then(|index| elements.get(index)?.span);
        let finding = LINT.finding(message).about(subject(u32::try_from(at).unwrap_or(u32::MAX))).with_help(help);
        found.push(match span {
            Some(span) => finding.at(span),
            None => finding,
        });
    }
    found
}
