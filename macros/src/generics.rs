//! Which generics of the function its `prepare` needs: those of the keys, the arguments and the reply,
//! but not those that only the connection has.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{ConstParam, GenericParam, Generics, Type, TypeParam, WherePredicate};

/// The generics that the types name, with all that their bounds name in turn.
pub(crate) fn needed(generics: &Generics, types: &[&Type]) -> Generics {
    let mut names = Vec::new();
    if generics.params.is_empty() && generics.where_clause.is_none() {
        return Generics::default();
    }
    for ty in types {
        collect(ty.to_token_stream(), &mut names);
    }
    let mut predicates = Vec::new();
    if let Some(clause) = &generics.where_clause {
        for predicate in &clause.predicates {
            predicates.push(predicate);
        }
    }
    loop {
        let before = names.len();
        for parameter in &generics.params {
            if names.contains(&name(parameter)) {
                collect(parameter.to_token_stream(), &mut names);
            }
        }
        for predicate in &predicates {
            if subject(predicate).iter().any(|name| names.contains(name) && declares(generics, name)) {
                collect(predicate.to_token_stream(), &mut names);
            }
        }
        if names.len() == before {
            break;
        }
    }
    let mut kept = Generics::default();
    for parameter in &generics.params {
        if names.contains(&name(parameter)) {
            kept.params.push(parameter.clone());
        }
    }
    for predicate in predicates {
        let mut mentioned = Vec::new();
        collect(predicate.to_token_stream(), &mut mentioned);
        if mentioned.iter().all(|name| names.contains(name) || !declares(generics, name)) {
            kept.make_where_clause().predicates.push(predicate.clone());
        }
    }
    kept
}

/// `::<T, N>`, for a call. Lifetimes are left to inference.
pub(crate) fn turbofish(generics: &Generics) -> TokenStream {
    let mut names = TokenStream::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Type(TypeParam { ident, .. }) | GenericParam::Const(ConstParam { ident, .. }) => {
                quote!(#ident,).to_tokens(&mut names);
            }
            GenericParam::Lifetime(_) => {}
        }
    }
    if names.is_empty() { names } else { quote!(::<#names>) }
}

fn name(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
    }
}

fn declares(generics: &Generics, wanted: &str) -> bool {
    generics.params.iter().any(|parameter| name(parameter) == wanted)
}

/// The names on a predicate's left side.
fn subject(predicate: &WherePredicate) -> Vec<String> {
    let mut names = Vec::new();
    match predicate {
        WherePredicate::Type(predicate) => collect(predicate.bounded_ty.to_token_stream(), &mut names),
        WherePredicate::Lifetime(predicate) => collect(predicate.lifetime.to_token_stream(), &mut names),
        _ => {}
    }
    names
}

/// All identifiers, and all lifetimes with their quotes, each once.
fn collect(tokens: TokenStream, names: &mut Vec<String>) {
    let mut lifetime = false;
    for token in tokens {
        let after_quote = std::mem::take(&mut lifetime);
        match token {
            TokenTree::Ident(name) => {
                let name = if after_quote { format!("'{name}") } else { name.to_string() };
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            TokenTree::Punct(punct) => lifetime = punct.as_char() == '\'',
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(function: &str, ty: &str) -> String {
        let signature: syn::Signature = syn::parse_str(function).unwrap();
        let kept = needed(&signature.generics, &[&syn::parse_str(ty).unwrap()]);
        let clause = &kept.where_clause;
        quote!(#kept #clause).to_string().replace(' ', "")
    }

    #[test]
    fn what_only_the_connection_uses_is_dropped() {
        assert_eq!(kept("fn f<C: Connection, T: Reply>()", "T"), "<T:Reply>");
        assert_eq!(kept("fn f<'c, 'k, C>() where C: Connection + 'c", "&'k str"), "<'k>");
        assert_eq!(kept("fn f<C>() where C: Connection, u8: Into<u64>", "()"), "whereu8:Into<u64>");
    }

    #[test]
    fn bounds_bring_along_what_they_name() {
        assert_eq!(kept("fn f<A, B: From<A>, C>() where C: Connection", "Vec<B>"), "<A,B:From<A>>");
        assert_eq!(
            kept("fn f<A, B, const N: usize>() where B: Into<[A; N]>", "B"),
            "<A,B,constN:usize>whereB:Into<[A;N]>"
        );
    }
}
