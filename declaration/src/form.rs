//! `#[arg(..)]` on a parameter: how its value becomes an argument, where its type doesn't say it.

use crate::args::comma_or_end;
use crate::names::Names;
use crate::signature::bare;
use crate::values::{slice_element, written};
use std::fmt::Write as _;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Ident, Type};

/// How a parameter's value is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As its type says.
    #[default]
    Plain,
    /// A time, as so many of a unit: the name in `redis_script::__private::Unit`.
    Unit(Unit),
    /// A number that may be NaN or infinite.
    AnyNumber,
}

/// The unit of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The variant of the facade's `Unit`.
    pub variant: &'static str,
    /// What it is called in prose.
    pub prose: &'static str,
}

const fn unit(variant: &'static str, prose: &'static str) -> Form {
    Form::Unit(Unit { variant, prose })
}

/// What may stand in `#[arg(..)]`.
const FORMS: &[(&str, Form)] = &[
    ("secs", unit("Secs", "whole seconds")),
    ("millis", unit("Millis", "milliseconds")),
    ("micros", unit("Micros", "microseconds")),
    ("nanos", unit("Nanos", "nanoseconds")),
    ("secs_f64", unit("SecsF64", "seconds, with a fraction")),
    ("allow_non_finite", Form::AnyNumber),
];

impl Form {
    /// Reads the attributes of a parameter, or of a newtype's field.
    pub fn parse<'a>(attributes: impl IntoIterator<Item = &'a Attribute>, errors: &mut Vec<Error>) -> Self {
        let mut form: Option<(Self, Ident)> = None;
        for attribute in attributes {
            let mut names: Vec<Ident> = Vec::new();
            let list = |input: ParseStream| {
                while !input.is_empty() {
                    names.push(input.parse()?);
                    comma_or_end(input)?;
                }
                Ok(())
            };
            if attribute.parse_args_with(list).is_err() || names.is_empty() {
                errors.push(Error::new_spanned(attribute, expected()));
                continue;
            }
            for name in names {
                let Some((_, found)) = FORMS.iter().find(|(form, _)| name == form) else {
                    errors.push(Error::new(name.span(), unknown(&name.to_string())));
                    continue;
                };
                if let Some((_, before)) = &form {
                    let message = format!("`{before}` and `{name}` are both said: keep one of the two");
                    errors.push(Error::new(name.span(), message));
                }
                form = Some((*found, name));
            }
        }
        form.map(|(form, _)| form).unwrap_or_default()
    }
}

fn expected() -> String {
    let mut forms = String::new();
    for (name, _) in FORMS {
        let comma = if forms.is_empty() { "" } else { ", " };
        let _ = write!(forms, "{comma}`#[arg({name})]`");
    }
    format!("expected one of {forms}")
}

fn unknown(name: &str) -> String {
    let mut names = Names::default();
    for (name, _) in FORMS {
        names.add(name);
    }
    format!("there is no form `{name}`{}\n{}", names.did_you_mean(name), expected())
}

/// What to say of a time without a unit. Other types of the same name are told apart by their path, such as
/// `self::Duration`.
pub(crate) fn lacks_unit(name: &Ident, ty: &Type) -> Option<String> {
    let time = time_in(ty)?;
    let written = written(ty);
    Some(format!(
        "`{name}` is a `{time}`, which is no number until a unit is said\n\
         help: write `#[arg(millis)] {name}: {written}`, or one of `secs`, `micros`, `nanos`, `secs_f64`"
    ))
}

/// What to say of a unit for a type that surely is no time.
pub(crate) fn is_no_time(name: &Ident, ty: &Type) -> Option<String> {
    let element = slice_element(ty).or_else(|| crate::values::optional(ty)).unwrap_or(ty);
    let plain = match bare(element) {
        Type::Reference(reference) => bare(&reference.elem),
        plain => plain,
    };
    let Type::Path(path) = plain else { return None };
    let known = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
        "str", "String",
    ];
    known.iter().any(|known| path.path.is_ident(known)).then(|| {
        let written = written(ty);
        format!(
            "a unit is for a `Duration` or a `SystemTime`, but `{name}` is `{written}`\n\
             help: leave it out: write `{name}: {written}`, which is sent as it is"
        )
    })
}

/// `Duration` or `SystemTime`, behind references, in a slice or in an `Option`.
fn time_in(ty: &Type) -> Option<&'static str> {
    if let Some(element) = slice_element(ty).or_else(|| crate::values::optional(ty)) {
        return time_in(element);
    }
    match bare(ty) {
        Type::Reference(reference) => time_in(&reference.elem),
        Type::Path(path) if path.qself.is_none() => {
            let mut name = String::new();
            for segment in &path.path.segments {
                name += "::";
                name += &segment.ident.to_string();
            }
            match name.as_str() {
                "::Duration" | "::time::Duration" | "::std::time::Duration" | "::core::time::Duration" => {
                    Some("Duration")
                }
                "::SystemTime" | "::time::SystemTime" | "::std::time::SystemTime" | "::core::time::SystemTime" => {
                    Some("SystemTime")
                }
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_known_by_their_usual_paths() {
        let time = |text| time_in(&syn::parse_str::<Type>(text).unwrap());
        for text in
            ["Duration", "&Duration", "std::time::Duration", "&[core::time::Duration]", "Option<time::Duration>"]
        {
            assert_eq!(time(text), Some("Duration"), "{text}");
        }
        assert_eq!(time("std::time::SystemTime"), Some("SystemTime"));
        for text in ["self::Duration", "chrono::Duration", "Vec<Duration>", "u64", "Instant"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
