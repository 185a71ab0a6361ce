//! `#[reply(..)]`: on a type, on a field, on a variant.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::{Attribute, Error, LitInt, LitStr, Result, Token};

/// What may stand in an attribute.
pub(super) struct Place {
    keys: &'static [&'static str],
    /// As a message has it.
    expected: &'static str,
    takes_literals: bool,
}

pub(super) const STRUCT: Place =
    Place { keys: &["map", "transparent"], expected: "expected `map` or `transparent`", takes_literals: false };
pub(super) const FIELD: Place = Place {
    keys: &[],
    expected: "the field is read by position, so nothing can be said of it here\n\
               help: `#[reply(map)]` on the struct reads its fields by their names",
    takes_literals: false,
};
pub(super) const NAMED_FIELD: Place =
    Place { keys: &["rename", "default"], expected: "expected `rename = \"..\"` or `default`", takes_literals: false };
pub(super) const ENUM: Place =
    Place { keys: &["rename_all"], expected: "expected `rename_all = \"..\"`", takes_literals: false };
pub(super) const VARIANT: Place = Place {
    keys: &["other"],
    expected: "expected an integer, a text or `other`, such as `#[reply(-1)]` or `#[reply(\"gone\")]`",
    takes_literals: true,
};

/// What the attributes of one place say.
#[derive(Default)]
pub(super) struct Options {
    pub(super) map: Option<Span>,
    pub(super) transparent: Option<Span>,
    pub(super) default: Option<Span>,
    pub(super) other: Option<Span>,
    pub(super) rename: Option<LitStr>,
    pub(super) rename_all: Option<LitStr>,
    /// The replies that stand for a variant.
    pub(super) literals: Vec<Literal>,
}

/// A reply that stands for a variant.
pub(super) enum Literal {
    Integer(i64, Span),
    Text(LitStr),
}

impl Options {
    pub(super) fn of(attributes: &[Attribute], place: &Place, errors: &mut Vec<Error>) -> Self {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("reply")) {
            let parsed = attribute.parse_args_with(|input: ParseStream<'_>| options.list(input, place));
            errors.extend(parsed.err());
        }
        options
    }

    fn list(&mut self, input: ParseStream<'_>, place: &Place) -> Result<()> {
        if input.is_empty() {
            return Err(Error::new(input.span(), place.expected));
        }
        while !input.is_empty() {
            if place.takes_literals && !input.peek(syn::Ident) {
                self.literals.push(Literal::parse(input, place)?);
            } else {
                self.key(input, place)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn key(&mut self, input: ParseStream<'_>, place: &Place) -> Result<()> {
        let key: Ident = input.parse().map_err(|error| Error::new(error.span(), place.expected))?;
        let (name, span) = (key.to_string(), key.span());
        if !place.keys.contains(&&*name) {
            return Err(Error::new(span, place.expected));
        }
        let was_given = match &*name {
            "map" => self.map.replace(span).is_some(),
            "transparent" => self.transparent.replace(span).is_some(),
            "default" => self.default.replace(span).is_some(),
            "other" => self.other.replace(span).is_some(),
            text => {
                let place = if text == "rename" { &mut self.rename } else { &mut self.rename_all };
                let value = input.parse::<Token![=]>().and_then(|_| input.parse());
                let expected = || format!("`{text}` takes a text: `{text} = \"..\"`");
                place.replace(value.map_err(|error| Error::new(error.span(), expected()))?).is_some()
            }
        };
        if was_given { Err(Error::new(span, format!("`{name}` is given twice; keep one of the two"))) } else { Ok(()) }
    }
}

impl Literal {
    fn parse(input: ParseStream<'_>, place: &Place) -> Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Text);
        }
        let span = input.span();
        let is_negative = input.parse::<Option<Token![-]>>()?.is_some();
        let digits: LitInt = input.parse().map_err(|_| Error::new(span, place.expected))?;
        let number = digits.base10_parse::<i128>()?;
        let number = i64::try_from(if is_negative { -number } else { number });
        let number = number.map_err(|_| Error::new(digits.span(), "a reply's integer has 64 bits, with a sign"))?;
        Ok(Self::Integer(number, span))
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Self::Integer(_, span) => *span,
            Self::Text(text) => text.span(),
        }
    }
}
