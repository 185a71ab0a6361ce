//! `contract_mismatch`: the comment at the head of a script says something else than the function.

use super::{Context, Lint, Needs, Soundness};
use crate::declaration::{Arity, Parameter};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};
use crate::header::{Contract, Entry, class, contract, snake_case};
use crate::row::joined;
use crate::shape::Shape;
use crate::span::Span;
use redis_script_shape::{Stated, is_by_name, stated};

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
    let mut found = Vec::new();
    for (side, stated) in &[(keys, &contract.keys), (args, &contract.args)] {
        for entry in *stated {
            if known {
                found.extend(side.compare(entry));
            }
        }
    }
    found.append(&mut returns(context, &contract));
    found
}

impl Side<'_> {
    fn compare(&self, stated: &Entry) -> Option<Diagnostic> {
        let Entry { index, name, ty, span } = stated;
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
            let help =
                format!("write `{entry} {}{}`, or mend the function", parameter.name, typed(ty.as_ref(), parameter));
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

/// The names of the reply against the fields of the type that it is read as.
fn returns(context: &Context<'_>, contract: &Contract) -> Vec<Diagnostic> {
    let (Some(shape), Some((names, span))) = (&context.declaration.returns, &contract.returns) else {
        return Vec::new();
    };
    let reply = Reply { names, span: *span };
    if matches!(shape.required(), Shape::Unknown) {
        return if context.declaration.open_returns { reply.open(context) } else { Vec::new() };
    }
    let mut plain: Vec<&str> = Vec::with_capacity(names.len());
    for name in names {
        plain.push(name);
    }
    let mut found = Vec::new();
    found.extend(reply.finding(stated(&plain, shape), Some(shape)));
    if is_by_name(shape) {
        found.extend(reply.misnamed(context));
    }
    found
}

/// What the header states of the reply.
struct Reply<'a> {
    names: &'a [String],
    span: Span,
}

impl Reply<'_> {
    /// All that can be wrong with a type that is known later.
    fn open(&self, context: &Context<'_>) -> Vec<Diagnostic> {
        let mut all = vec![Stated::More, Stated::Fewer, Stated::Unstated];
        for of_each in [Stated::Elsewhere, Stated::Unknown] {
            for at in 0..self.names.len() {
                all.push(of_each(at));
            }
        }
        let mut found = Vec::new();
        for &differs in &all {
            if let Some(finding) = self.finding(differs, None) {
                found.push(finding.on(Condition::Stated(differs)));
            }
        }
        if let Some(finding) = self.misnamed(context) {
            found.push(finding.on(Condition::ByName));
        }
        found
    }

    fn finding(&self, differs: Stated, shape: Option<&Shape>) -> Option<Diagnostic> {
        let count = self.names.len();
        let values = if count == 1 { "one value".to_owned() } else { format!("{count} values") };
        let counted = |otherwise: &str| {
            let taken = shape.map_or_else(|| otherwise.to_owned(), taken);
            format!("the header states that the script returns {values}, but the function takes {taken}")
        };
        let message = match differs {
            Stated::Agrees => return None,
            Stated::More => counted("fewer"),
            Stated::Fewer => counted("more"),
            Stated::Elsewhere(at) => format!(
                "the header states that value {} of the reply is `{name}`, but `{name}` is another field of the function's type",
                at + 1,
                name = self.names[at],
            ),
            Stated::Unknown(at) => format!(
                "the header calls value {} of the reply `{}`, but the function's type has no such field",
                at + 1,
                self.names[at]
            ),
            Stated::Unstated => "the function reads the reply by a name that the header doesn't state".to_owned(),
        };
        let help = match differs {
            Stated::Elsewhere(_) => "give the names and the fields the same order",
            _ => "mend the line, or the function's return type",
        };
        let level = if matches!(differs, Stated::Unknown(_)) { Level::Info } else { LINT.level };
        Some(LINT.finding(message).at(self.span).about(Subject::Returns).with_help(help).at_level(level))
    }

    /// Where the script returns names and values in turn: a name of the header that isn't among them.
    fn misnamed(&self, context: &Context<'_>) -> Option<Diagnostic> {
        let returned = context.script.returned();
        let returns = returned.returns();
        let names = returns.names()?;
        let wrong = self.names.iter().find(|name| !names.contains(&name.as_str()))?;
        let message = format!("the header states that the script returns `{wrong}`, but no reply of it has that name");
        let help = format!("write `returns {{{}}}`", joined(&names, ", "));
        Some(LINT.finding(message).at(self.span).about(Subject::Returns).with_help(help))
    }
}

/// How many values a type takes.
fn taken(shape: &Shape) -> String {
    match shape.required() {
        Shape::Tuple(items) => format!("{} values", items.len()),
        Shape::Fields(fields) => format!("{} values", fields.len()),
        _ => "one value".to_owned(),
    }
}
