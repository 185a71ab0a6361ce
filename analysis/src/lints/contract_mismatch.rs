//! `contract_mismatch`: the comment at the head of a script says something else than the function.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::{Arity, Parameter};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::header::{Contract, Stated, class, contract, snake_case};
use crate::shape::Shape;

pub(crate) static LINT: Lint = Lint {
    name: "contract_mismatch",
    summary: "the script's header states other names, types or replies than the function has",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Args,
    check,
};

/// `KEYS` or `ARGV`, and what the function has for it.
struct Side<'a> {
    table: &'static str,
    noun: &'static str,
    parameters: &'a [Parameter],
    arity: Option<Arity>,
    subject: fn(u32) -> Subject,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let declaration = context.declaration;
    let known = !declaration.key_parameters.is_empty() || !declaration.arg_parameters.is_empty();
    if !known && declaration.returns.is_none() {
        return Vec::new();
    }
    let contract = contract(context.script);
    let keys = Side {
        table: "KEYS",
        noun: "key",
        parameters: &declaration.key_parameters,
        arity: declaration.keys,
        subject: Subject::Key,
    };
    let args = Side {
        table: "ARGV",
        noun: "argument",
        parameters: &declaration.arg_parameters,
        arity: declaration.args,
        subject: Subject::Arg,
    };
    let keys = contract.keys.iter().filter_map(|stated| if known { keys.compare(stated) } else { None });
    let args = contract.args.iter().filter_map(|stated| if known { args.compare(stated) } else { None });
    keys.chain(args).chain(returns(&contract, declaration.returns.as_ref())).collect()
}

impl Side<'_> {
    fn compare(&self, stated: &Stated) -> Option<Diagnostic> {
        let Stated { index, name, ty, span } = stated;
        let entry = format!("{}[{index}]", self.table);
        let Some(parameter) = self.parameters.get(*index as usize - 1) else {
            // A line without a type may be about something else.
            let missing = ty.is_some() && self.arity.is_some_and(|arity| !arity.variadic);
            return missing.then(|| {
                let message = format!("the header states {entry}, `{name}`, which the function doesn't have");
                let help = format!("add the parameter `{name}`, or delete the line");
                LINT.finding(message).at(*span).about((self.subject)(*index - 1)).with_help(help).at_level(Level::Error)
            });
        };
        let found = |message: String, level: Level| {
            let help = format!("write `{entry} {}{}`, or mend the function", parameter.name, typed(ty.as_ref(), parameter));
            Some(LINT.finding(message).at(*span).about((self.subject)(*index - 1)).with_help(help).at_level(level))
        };
        if let Some((stated, actual)) = ty.as_deref().zip(class(&parameter.ty))
            && class(stated).is_some_and(|class| class != actual)
        {
            let message =
                format!("the header states that {entry} is `{stated}`, but `{}` is `{}`", parameter.name, parameter.ty);
            return found(message, Level::Error);
        }
        let same = |parameter: &Parameter| snake_case(&parameter.name) == snake_case(name);
        if same(parameter) || parameter.name.starts_with('_') {
            return None;
        }
        if let Some(other) = self.parameters.iter().position(same) {
            let message = format!(
                "the header states that {entry} is `{name}`, but `{name}` is {} {} of the function, and {entry} is `{}`",
                self.noun,
                other + 1,
                parameter.name
            );
            return found(message, if ty.is_some() { Level::Error } else { Level::Warn });
        }
        let message = format!("the header calls {entry} `{name}`, but the function `{}`", parameter.name);
        found(message, if ty.is_some() { Level::Warn } else { Level::Info })
    }
}

fn typed(ty: Option<&String>, parameter: &Parameter) -> String {
    if ty.is_some() { format!(": {}", parameter.ty) } else { String::new() }
}

fn returns(contract: &Contract, shape: Option<&Shape>) -> Option<Diagnostic> {
    let (names, span) = contract.returns.as_ref()?;
    let taken = match shape?.required() {
        Shape::Tuple(fields) if fields.len() != names.len() => format!("{} values", fields.len()),
        Shape::Integer | Shape::Float | Shape::Bool | Shape::String | Shape::Bytes if names.len() > 1 => {
            "one value".to_owned()
        }
        _ => return None,
    };
    let message =
        format!("the header states that the script returns {} values, but the function takes {taken}", names.len());
    let help = "mend the line, or the function's return type";
    Some(LINT.finding(message).at(*span).about(Subject::Returns).with_help(help))
}
