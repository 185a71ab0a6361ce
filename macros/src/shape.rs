//! What depends on a return type that isn't known by its name: a constant that compares the type's own
//! shape with what the script returns.

use crate::expand::Expansion;
use crate::generics::needed;
use crate::report::{Conditional, panic, warning, warning_of};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use redis_script_analysis::shape::{Returned, Shape, Stated};
use redis_script_analysis::{Condition, Level, Script};
use redis_script_declaration::{Signature, reply_type};
use syn::{GenericArgument, Path, PathArguments, Type, TypePath};

/// What the compiler still has to find out about types.
pub(crate) struct Open<'a> {
    pub(crate) script: &'a Script,
    pub(crate) findings: Vec<Conditional>,
}

/// Whether the return type can be named outside of the function: none of its generics is in it.
pub(crate) fn is_nameable(signature: &Signature) -> bool {
    needed(&signature.generics, &[&signature.result]).params.is_empty()
}

/// Whether an item inside of the function can name the return type. One in a method can't name what is generic in the
/// `impl`, which isn't seen from here: there, a name that stands alone may be that.
pub(crate) fn is_nameable_inside(signature: &Signature) -> bool {
    !signature.is_method || is_known(&signature.result)
}

/// Whether the type is made of well-known types and of paths that begin at a crate or a module.
fn is_known(ty: &Type) -> bool {
    match ty {
        Type::Path(TypePath { qself: None, path, .. }) => {
            let alone = path.segments.len() == 1 && path.leading_colon.is_none();
            let first = path.segments[0].ident.to_string();
            let known = ["Result", "RedisResult", "HashMap", "HashSet", "BTreeMap", "BTreeSet", "Vec", "Option", "Box"];
            let is_std = known.contains(&first.as_str()) || !matches!(Shape::of_type(&first), Shape::Unknown);
            let is_item = if alone { is_std } else { first.starts_with(|first: char| first.is_ascii_lowercase()) };
            let arguments = path.segments.iter().all(|segment| match &segment.arguments {
                PathArguments::None => true,
                PathArguments::AngleBracketed(list) => {
                    list.args.iter().all(|argument| matches!(argument, GenericArgument::Type(ty) if is_known(ty)))
                }
                PathArguments::Parenthesized(_) => false,
            });
            is_item && arguments
        }
        Type::Tuple(tuple) => tuple.elems.iter().all(is_known),
        Type::Paren(inner) => is_known(&inner.elem),
        Type::Group(inner) => is_known(&inner.elem),
        _ => false,
    }
}

impl Expansion<'_> {
    /// ```ignore
    /// const _: () = {
    ///     use ::redis_script::__private::{NoShape as _, NoShapeOfResult as _};
    ///     const __SHAPE: ::redis_script::Shape = ::redis_script::__private::Probe::<Reply>::SHAPE;
    ///     const __RETURNS: ::redis_script::__private::Returns<'_> = ..;
    ///     if let Some(text) = ::redis_script::__private::report(&__RETURNS, &__SHAPE, &[..]) {
    ///         panic!("{}", text.as_str());
    ///     }
    /// };
    /// ```
    ///
    /// Nothing, if no finding depends on the type. In a method whose type may name the generics of the `impl`, which an
    /// item there can't, it is an expression, which the compiler evaluates when it makes code of the method; and without
    /// the warnings, which are items.
    pub(crate) fn open_returns(&self) -> Option<TokenStream> {
        let Self { signature, krate, open: Open { script, findings }, .. } = self;
        let is_item = is_nameable_inside(signature);
        let is_said = |finding: &&Conditional| is_of_reply(finding) && (finding.level == Level::Error || is_item);
        let findings: Vec<&Conditional> = findings.iter().filter(is_said).collect();
        if findings.is_empty() {
            return None;
        }
        let shape = shape_of(&signature.result, krate);
        let returned = script.returned();
        let returns = returned.returns();
        let values = returns.values.iter().map(tokens);
        let falls_off = returns.falls_off;
        let returns = quote!(#krate::__private::Returns { values: &[#(#values),*], falls_off: #falls_off });
        let report = self.mismatch(&findings, returned.returns().values.len());
        let others = findings.iter().map(|finding| self.other(finding));
        let stated = self.stated(&findings);
        let body = quote!(#report #(#others)* #stated);
        let imports = quote! {
            #[allow(unused_imports)]
            use #krate::__private::{NoShape as _, NoShapeOfResult as _, returned as __returned};
        };
        if !is_item {
            let body = quote!(let __SHAPE = #shape; let __RETURNS = #returns; #body);
            return Some(quote!(#[allow(non_snake_case)] let () = const { #imports #body };));
        }
        Some(quote! {
            const _: () = {
                #imports
                const __SHAPE: #krate::Shape = #shape;
                const __RETURNS: #krate::__private::Returns<'_> = #returns;
                #body
            };
        })
    }

    /// The error of a reply that doesn't fit, with the places of all values that can be to blame.
    fn mismatch(&self, findings: &[&Conditional], values: usize) -> Option<TokenStream> {
        let mut places = vec![String::new(); values + 1];
        for Conditional { condition, level, text, .. } in findings {
            if let (Condition::Misfit(at), Level::Error) = (condition, level) {
                places[at.unwrap_or(values)].clone_from(&text.behind);
            }
        }
        if places.iter().all(String::is_empty) {
            return None;
        }
        let krate = &self.krate;
        let panic = panic(&self.signature.result, &quote!("{}", __text.as_str()));
        Some(quote! {
            if let ::core::option::Option::Some(__text) =
                #krate::__private::report(&__RETURNS, &__SHAPE, &[#(#places),*])
            {
                #panic
            }
        })
    }

    /// An error of another kind, or a warning.
    fn other(&self, Conditional { condition, level, lint, text }: &Conditional) -> Option<TokenStream> {
        let krate = &self.krate;
        let holds = match condition {
            Condition::Misfit(_) if *level == Level::Error => return None,
            Condition::Misfit(Some(at)) => {
                quote!(#krate::__private::is_misfit(&__RETURNS, ::core::option::Option::Some(#at), &__SHAPE))
            }
            Condition::Misfit(None) => {
                quote!(#krate::__private::is_misfit(&__RETURNS, ::core::option::Option::None, &__SHAPE))
            }
            Condition::Truncates(at) => quote!(#krate::__private::truncates(&__RETURNS, #at, &__SHAPE)),
            Condition::NotUnit => quote!(!::core::matches!(__SHAPE, #krate::Shape::Unit)),
            Condition::ByName => quote!(#krate::__private::is_by_name(&__SHAPE)),
            Condition::Stated(_) | Condition::LacksCode(_) | Condition::HasOtherCode | Condition::Apart(_) => {
                return None;
            }
        };
        let text = text.whole();
        if *level == Level::Error {
            let panic = panic(&self.signature.result, &quote!("{}", #text));
            return Some(quote!(if #holds { #panic }));
        }
        Some(warning(lint, &self.signature.result, &holds, &text))
    }
}

impl Expansion<'_> {
    /// The names that the script's header states against the type's fields: at most one of them is wrong first.
    ///
    /// ```ignore
    /// match stated(&["allowed", "left"], &__SHAPE) {
    ///     Stated::More => panic!(".."),
    ///     _ => {}
    /// }
    /// ```
    fn stated(&self, findings: &[&Conditional]) -> Option<TokenStream> {
        let krate = &self.krate;
        let names = self.open.script.stated_returns();
        let found = quote!(#krate::__private::stated(&[#(#names),*], &__SHAPE));
        let (mut errors, mut warnings, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut name = "";
        for Conditional { condition, level, lint, text } in findings {
            let Condition::Stated(stated) = condition else { continue };
            let pattern = pattern(*stated, krate)?;
            let text = text.whole();
            if *level == Level::Error {
                let panic = panic(&self.signature.result, &quote!("{}", #text));
                errors.push(quote!(#pattern => #panic,));
            } else {
                texts.push(text);
                let case = texts.len();
                warnings.push(quote!(#pattern => #case,));
                name = lint;
            }
        }
        let errors = (!errors.is_empty()).then(|| quote!(match #found { #(#errors)* _ => {} }));
        let warnings = (!warnings.is_empty()).then(|| {
            let which = quote!(match #found { #(#warnings)* _ => 0 });
            warning_of(name, &self.signature.result, &which, &texts)
        });
        (errors.is_some() || warnings.is_some()).then(|| quote!(#errors #warnings))
    }
}

fn pattern(stated: Stated, krate: &Path) -> Option<TokenStream> {
    let stated = match stated {
        Stated::Agrees => return None,
        Stated::More => quote!(More),
        Stated::Fewer => quote!(Fewer),
        Stated::Unstated => quote!(Unstated),
        Stated::Elsewhere(at) => quote!(Elsewhere(#at)),
        Stated::Unknown(at) => quote!(Unknown(#at)),
    };
    Some(quote!(#krate::__private::Stated::#stated))
}

/// Whether it depends on the type of the reply.
fn is_of_reply(finding: &Conditional) -> bool {
    !matches!(finding.condition, Condition::LacksCode(_) | Condition::HasOtherCode | Condition::Apart(_))
}

fn tokens(Returned { kinds, literal, items }: &Returned<'_>) -> TokenStream {
    let kinds = kinds.0;
    let none = || quote!(::core::option::Option::None);
    let literal = literal.map_or_else(none, |text| quote!(::core::option::Option::Some(#text)));
    quote!(__returned(#kinds, #literal, #items))
}

/// The shape of what a function returns where it succeeds, as a constant expression: a probe for every type in it
/// that isn't known by its name.
fn shape_of(result: &Type, krate: &Path) -> TokenStream {
    let whole = || quote!(#krate::__private::ProbeResult::<#result>::SHAPE);
    reply_type(result).map_or_else(whole, |reply| expression(reply, krate))
}

fn expression(ty: &Type, krate: &Path) -> TokenStream {
    let inner = |index: usize| expression(inside(ty)[index], krate);
    let shape = Shape::of_type(&ty.to_token_stream().to_string());
    let name = match shape {
        Shape::Unknown => return quote!(#krate::__private::Probe::<#ty>::SHAPE),
        Shape::Tuple(items) => {
            let mut shapes = TokenStream::new();
            for at in 0..items.len() {
                let shape = inner(at);
                quote!(#shape,).to_tokens(&mut shapes);
            }
            return quote!(#krate::Shape::Tuple(&[#shapes]));
        }
        Shape::Optional(_) | Shape::List(_) => {
            let name = format_ident!("{}", if matches!(shape, Shape::List(_)) { "List" } else { "Optional" });
            let inner = inner(0);
            return quote!(#krate::Shape::#name(&#inner));
        }
        Shape::Range { least, most } => return quote!(#krate::Shape::Range { least: #least, most: #most }),
        Shape::Unit => "Unit",
        Shape::Bool => "Bool",
        Shape::Integer => "Integer",
        Shape::Float => "Float",
        Shape::String => "String",
        Shape::Bytes => "Bytes",
        Shape::Map => "Map",
        // No type has these by its name.
        _ => "Unknown",
    };
    let name = format_ident!("{name}");
    quote!(#krate::Shape::#name)
}

/// The types that a type is made of: the items of a tuple, the arguments of a path.
fn inside(ty: &Type) -> Vec<&Type> {
    let mut types = Vec::new();
    match ty {
        Type::Tuple(tuple) => types.extend(&tuple.elems),
        Type::Paren(inner) => return inside(&inner.elem),
        Type::Group(inner) => return inside(&inner.elem),
        Type::Path(path) => {
            if let Some(PathArguments::AngleBracketed(list)) = path.path.segments.last().map(|last| &last.arguments) {
                for argument in &list.args {
                    if let GenericArgument::Type(ty) = argument {
                        types.push(ty);
                    }
                }
            }
        }
        _ => {}
    }
    types
}
