//! Attribute and signature together: which parameter is which key or argument, and what the analysis
//! is told about it.

use crate::args::{Args, Setting, Types};
use crate::config::Config;
use crate::form::{Form, is_no_time, lacks_unit};
use crate::names::Names;
use crate::signature::{NO_NAME, Parameter, Signature};
use crate::values::{is_u8, not_one_value, optional, reply_type, same_type, slice_element, written, written_tokens};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use redis_script_analysis::{Arity, Scope, Shape, Subject};
use std::fmt::Write as _;
use syn::{Error, Ident, Type};

/// Parameters that fill `KEYS` or `ARGV`: one each, then a slice.
#[derive(Default)]
pub struct Positions {
    /// Those that are one key or argument each.
    pub fixed: Vec<Parameter>,
    /// Those behind them that may be left out: `Option`s.
    pub optional: Vec<Parameter>,
    /// The slice that takes all that are left.
    pub rest: Option<Parameter>,
}

impl Positions {
    /// How many keys or arguments they are.
    pub fn arity(&self) -> Arity {
        let count = |parameters: &[Parameter]| u32::try_from(parameters.len()).unwrap_or(u32::MAX);
        Arity { fixed: count(&self.fixed), optional: count(&self.optional), variadic: self.rest.is_some() }
    }

    /// All of them, in order.
    pub fn all(&self) -> Vec<&Parameter> {
        let mut all = Vec::new();
        for parameters in [self.fixed.as_slice(), &self.optional, self.rest.as_slice()] {
            for parameter in parameters {
                all.push(parameter);
            }
        }
        all
    }
}

/// What is declared of the script, with the tokens that say it.
pub struct Declaration<'a> {
    /// The parameters that are keys.
    pub keys: Positions,
    /// The parameters that are arguments.
    pub args: Positions,
    attribute: &'a Args,
    result: &'a Type,
}

impl<'a> Declaration<'a> {
    /// Matches the parameters with `keys` and `args`; every mismatch is told to `errors`.
    pub fn new(attribute: &'a Args, signature: &'a Signature, errors: &mut Vec<Error>) -> Self {
        // Not even a connection, which has been told.
        let is_bare = !attribute.has_connection && signature.connection.is_none() && signature.parameters.is_empty();
        let (keys, args) = match &attribute.keys {
            Some(declared) if !attribute.uncountable && !is_bare => {
                assign(declared.arity, attribute.types.as_ref(), signature, errors)
            }
            // What is wrong has been told.
            _ => Default::default(),
        };
        check_values(&keys, errors);
        check_values(&args, errors);
        check_forms(&keys, &args, errors);
        if let Some(types) = attribute.types.as_ref().filter(|_| !attribute.uncountable) {
            compare_types(types, &args, errors);
        }
        for setting in &attribute.settings {
            check_setting(setting, errors);
        }
        Self { keys, args, attribute, result: &signature.result }
    }

    /// The same as plain data. What `config` says holds where the attribute says nothing.
    pub fn plain(&self, config: &Config) -> redis_script_analysis::Declaration {
        let Args { types, flags, min_server, .. } = self.attribute;
        let mut settings = config.settings.clone();
        for Setting { lint, level } in &self.attribute.settings {
            let (lint, level) = (lint.to_string(), *level);
            settings.push(redis_script_analysis::Setting { lint, level, scope: Scope::Script });
        }
        let (mut arg_types, mut names) = (Vec::new(), Vec::new());
        if let Some(types) = types {
            arg_types.extend(types.fixed.iter().map(written));
        }
        if let Some(flags) = flags {
            names.extend(flags.names.iter().map(syn::LitStr::value));
        }
        redis_script_analysis::Declaration {
            keys: Some(self.keys.arity()),
            args: Some(self.args.arity()),
            key_parameters: plain(&self.keys),
            arg_parameters: plain(&self.args),
            arg_rest: self.args.rest.as_ref().map(element),
            arg_types,
            flags: flags.as_ref().map(|_| names),
            min_server: min_server.as_ref().map(|(servers, _)| *servers).or(config.min_server).unwrap_or_default(),
            settings,
            returns: reply_type(self.result).map(|reply| Shape::of_type(&reply.to_token_stream().to_string())),
            open_returns: false,
            open_errors: false,
            open_keys: Vec::new(),
        }
    }

    /// The tokens that say what `subject` is about.
    pub fn tokens(&self, subject: &Subject) -> Option<TokenStream> {
        match subject {
            Subject::Keys => self.attribute.keys.as_ref().map(|keys| keys.tokens.clone()),
            Subject::Args => match &self.attribute.types {
                Some(types) => Some(types.tokens.clone()),
                None => self.args.all().last().map(|last| last.name.to_token_stream()),
            },
            Subject::Key(index) => parameter(&self.keys, *index).or_else(|| self.tokens(&Subject::Keys)),
            Subject::Arg(index) => parameter(&self.args, *index).or_else(|| self.tokens(&Subject::Args)),
            Subject::Flags => self.attribute.flags.as_ref().map(|flags| flags.tokens.clone()),
            Subject::MinServer => self.attribute.min_server.as_ref().map(|(_, literal)| literal.to_token_stream()),
            Subject::Returns => Some(self.result.to_token_stream()),
            Subject::Setting(name) => {
                let setting = self.attribute.settings.iter().rfind(|setting| setting.lint == name);
                setting.map(|setting| setting.lint.to_token_stream())
            }
        }
    }
}

/// Those that have a position of their own. Of an `Option<T>` that may be left out, the script only ever sees a `T`.
fn plain(positions: &Positions) -> Vec<redis_script_analysis::Parameter> {
    let mut plain = Vec::new();
    for parameter in &positions.fixed {
        let ty = parameter.written().to_owned();
        plain.push(redis_script_analysis::Parameter { name: unraw(&parameter.name), ty });
    }
    for Parameter { name, ty, .. } in &positions.optional {
        plain.push(redis_script_analysis::Parameter { name: unraw(name), ty: written(optional(ty).unwrap_or(ty)) });
    }
    plain
}

/// The parameter for any number of values, with the type of one.
fn element(Parameter { name, ty, .. }: &Parameter) -> redis_script_analysis::Parameter {
    redis_script_analysis::Parameter { name: unraw(name), ty: written(slice_element(ty).unwrap_or(ty)) }
}

fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

fn parameter(positions: &Positions, index: u32) -> Option<TokenStream> {
    let parameter = positions.all().get(index as usize).copied().or(positions.rest.as_ref())?;
    Some(parameter.name.to_token_stream())
}

/// Hands out the parameters: keys first, then arguments.
fn assign(
    keys: Arity,
    types: Option<&Types>,
    signature: &Signature,
    errors: &mut Vec<Error>,
) -> (Positions, Positions) {
    let parameters = &signature.parameters;
    let key_count = keys.fixed as usize + usize::from(keys.variadic);
    let wanted = types.map(|types| key_count + types.fixed.len() + usize::from(types.rest.is_some()));
    let fits = wanted.map_or(parameters.len() >= key_count, |wanted| parameters.len() == wanted);
    if !fits {
        errors.push(wrong_count(keys, types, signature));
        return Default::default();
    }
    let (key_parameters, arg_parameters) = parameters.split_at(key_count);
    let keys = split(key_parameters, keys.variadic, "`keys` ends in `..`", errors);
    let last_is_slice =
        || arg_parameters.last().and_then(|last| slice_element(&last.ty)).is_some_and(|element| !is_u8(element));
    let variadic = types.map_or_else(last_is_slice, |types| types.rest.is_some());
    let args = split(arg_parameters, variadic, "`args` ends in `..`", errors);
    (keys, with_optional(args))
}

/// The last arguments that are `Option`s may be left out. A slice behind them would be taken for them.
fn with_optional(mut args: Positions) -> Positions {
    if args.rest.is_none() {
        let mut fixed = args.fixed.len();
        while fixed > 0 && optional(&args.fixed[fixed - 1].ty).is_some() {
            fixed -= 1;
        }
        args.optional = args.fixed.split_off(fixed);
    }
    args
}

fn split(parameters: &[Parameter], variadic: bool, why: &str, errors: &mut Vec<Error>) -> Positions {
    let Some((last, fixed)) = parameters.split_last().filter(|_| variadic) else {
        return Positions { fixed: parameters.to_vec(), ..Positions::default() };
    };
    if slice_element(&last.ty).is_none() {
        let Parameter { name, ty, .. } = last;
        let message = format!("{why}, so `{name}` must be a slice such as `&[&str]`, but is `{}`", written(ty));
        errors.push(Error::new_spanned(ty, message));
    }
    Positions { fixed: fixed.to_vec(), rest: Some(last.clone()), ..Positions::default() }
}

/// Says which parameter is taken for what, and what is left over or missing.
fn wrong_count(keys: Arity, types: Option<&Types>, signature: &Signature) -> Error {
    let parameters = &signature.parameters;
    let key_count = keys.fixed as usize + usize::from(keys.variadic);
    let arg_count = types.map(|types| types.fixed.len() + usize::from(types.rest.is_some()));
    let role = |at: usize| match at.checked_sub(key_count) {
        None if keys.variadic && at + 1 == key_count => "the slice of more keys".to_owned(),
        None => format!("key {}", at + 1),
        Some(arg) if types.is_some_and(|types| types.rest.is_some() && arg == types.fixed.len()) => {
            "the slice of more arguments".to_owned()
        }
        Some(arg) => format!("argument {}", arg + 1),
    };
    let wanted = key_count + arg_count.unwrap_or(0);
    let declared = match types {
        Some(types) => format!("`keys {}` and `args {}`", keys_text(keys), args_text(types)),
        None => format!("`keys {}`", keys_text(keys)),
    };
    let sentence = format!("{declared} take{} {}", if types.is_some() { "" } else { "s" }, counted(wanted, signature));
    let (mut taken, mut left) = (String::new(), Vec::new());
    for (at, Parameter { name, .. }) in parameters.iter().enumerate() {
        if at < wanted {
            let comma = if at == 0 { "\n" } else { ", " };
            let _ = write!(taken, "{comma}`{name}` is taken for {}", role(at));
        } else {
            left.push(format!("`{name}`"));
        }
    }
    if let Some(extra) = parameters.get(wanted) {
        let verb = if left.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{sentence}, but `{}` has {}{taken}, {} {verb} left over",
            signature.name,
            parameters.len(),
            left.join(", ")
        );
        return Error::new_spanned(extra.name.to_token_stream(), message);
    }
    let message = format!(
        "{sentence}, but `{}` has {}{taken}, {} is missing",
        signature.name,
        if parameters.is_empty() { "none".to_owned() } else { parameters.len().to_string() },
        role(parameters.len())
    );
    match types
        .filter(|_| parameters.len() >= key_count)
        .and_then(|types| types.fixed.get(parameters.len() - key_count))
    {
        Some(ty) => Error::new_spanned(ty, message),
        None => Error::new(signature.name.span(), message),
    }
}

fn counted(parameters: usize, signature: &Signature) -> String {
    let noun = if parameters == 1 { "parameter" } else { "parameters" };
    let behind = if signature.connection.is_some() { " behind the connection" } else { "" };
    format!("{parameters} {noun}{behind}")
}

fn keys_text(keys: Arity) -> String {
    format!("= {}{}", keys.fixed, if keys.variadic { ".." } else { "" })
}

fn args_text(types: &Types) -> String {
    format!("= {}", written_tokens(&types.tokens))
}

/// Every key and argument must be one value on the wire, else all behind it move.
fn check_values(positions: &Positions, errors: &mut Vec<Error>) {
    let mut check = |value: Option<&Type>, ty: &Type, subject: String| {
        // One that is nothing but a mistake has no name to speak of.
        let message = value.filter(|_| !subject.contains(NO_NAME)).and_then(|value| not_one_value(value, &subject));
        errors.extend(message.map(|message| Error::new_spanned(ty, message)));
    };
    for Parameter { name, ty, .. } in &positions.fixed {
        check(Some(ty), ty, format!("`{name}`"));
    }
    for Parameter { name, ty, .. } in &positions.optional {
        check(optional(ty), ty, format!("what `{name}` holds"));
    }
    if let Some(Parameter { name, ty, .. }) = &positions.rest {
        check(slice_element(ty), ty, format!("each of `{name}`"));
    }
}

/// A time has a unit, and nothing but an argument has a form.
fn check_forms(keys: &Positions, args: &Positions, errors: &mut Vec<Error>) {
    let (keys, args) = (keys.all(), args.all());
    for key in &keys {
        if let Some(attribute) = &key.attribute {
            errors.push(Error::new_spanned(attribute, "`#[arg(..)]` is for an argument, but this is a key"));
        }
    }
    for parameters in [&keys, &args] {
        for Parameter { name, ty, attribute, .. } in parameters {
            // Of a form that was misspelled, that has been told.
            if attribute.is_none()
                && let Some(message) = lacks_unit(name, ty)
            {
                errors.push(Error::new_spanned(ty, message));
            }
        }
    }
    for Parameter { name, ty, form, attribute, .. } in args {
        if let Form::Unit(_) = form
            && let Some(message) = is_no_time(name, ty)
        {
            errors.push(Error::new_spanned(attribute, message));
        }
    }
}

fn compare_types(types: &Types, args: &Positions, errors: &mut Vec<Error>) {
    for (at, (declared, Parameter { name, ty, .. })) in
        types.fixed.iter().zip(args.fixed.iter().chain(&args.optional)).enumerate()
    {
        if !same_type(declared, ty) {
            let (declared_text, actual) = (written(declared), written(ty));
            let message = format!(
                "`args` says `{declared_text}` for argument {}, but `{name}` is `{actual}`\n\
                 help: write `{actual}` here, or `{name}: {declared_text}` in the signature",
                at + 1
            );
            errors.push(Error::new_spanned(declared, message));
        }
    }
    let (Some(declared), Some(rest)) = (&types.rest, &args.rest) else { return };
    if let Some(element) = slice_element(&rest.ty).filter(|element| !same_type(declared, element)) {
        let Parameter { name, ty, .. } = rest;
        let (declared_text, element) = (written(declared), written(element));
        let message = format!(
            "`args` says `..{declared_text}`, but `{name}` is `{}`\n\
             help: write `..{element}` here, or `{name}: &[{declared_text}]` in the signature",
            written(ty)
        );
        errors.push(Error::new_spanned(quote!(#declared), message));
    }
}

fn check_setting(Setting { lint, .. }: &Setting, errors: &mut Vec<Error>) {
    let name = lint.to_string();
    if name == "strict" || redis_script_analysis::lint(&name).is_some() {
        return;
    }
    let mut names = Names::default();
    for lint in redis_script_analysis::lints() {
        names.add(lint.name);
    }
    errors.push(Error::new(lint.span(), format!("there is no lint called `{name}`{}", names.did_you_mean(&name))));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(attribute: &str, function: &str) -> redis_script_analysis::Declaration {
        let mut errors = Vec::new();
        let args = Args::parse(attribute.parse().unwrap(), &mut errors);
        let signature = Signature::parse(function.parse().unwrap(), args.has_connection, &mut errors).unwrap();
        let plain = Declaration::new(&args, &signature, &mut errors).plain(&Config::default());
        assert!(errors.is_empty(), "{errors:?}");
        plain
    }

    fn shown(parameters: &[redis_script_analysis::Parameter]) -> Vec<String> {
        parameters.iter().map(|parameter| format!("{}: {}", parameter.name, parameter.ty)).collect()
    }

    #[test]
    fn arguments_that_may_be_left_out_are_told_by_the_type_that_they_hold() {
        let signature = "fn f(conn: &mut redis::Connection, key: &str, id: u64, r#type: Option<&'a str>, \
            ttl: std::option::Option<i64>) -> redis_script::Result<()>;";
        for attribute in ["source = \"\", keys = 1", "source = \"\", keys = 1, args = (u64, Option<&str>, _)"] {
            let plain = plain(attribute, signature);
            assert_eq!(plain.args, Some(Arity::between(1, 3)));
            assert_eq!(shown(&plain.key_parameters), ["key: &str"]);
            assert_eq!(shown(&plain.arg_parameters), ["id: u64", "type: &'a str", "ttl: i64"]);
        }
    }

    #[test]
    fn a_slice_is_no_argument_of_its_own() {
        let signature =
            "fn f(conn: &mut redis::Connection, keys: &[&str], id: u64, more: &[u64]) -> redis_script::Result<()>;";
        let plain = plain("source = \"\", keys = 0.., args = (u64, ..u64)", signature);
        assert_eq!(plain.args, Some(Arity::at_least(1)));
        assert_eq!(shown(&plain.key_parameters), [""; 0]);
        assert_eq!(shown(&plain.arg_parameters), ["id: u64"]);
        assert_eq!(shown(plain.arg_rest.as_slice()), ["more: u64"]);
    }
}
