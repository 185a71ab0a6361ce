//! Finds the functions that carry the attribute in the tokens of a Rust file.
//!
//! It walks tokens, not a syntax tree: a function without a body is no item for a parser of Rust, and
//! one may stand in a module, an `impl` block, a trait, a function or the argument of a macro.

use proc_macro2::{Delimiter, Group, Ident, LineColumn, TokenStream, TokenTree};
use std::collections::HashSet;

/// The attribute's name, and its crate's.
pub(super) const NAME: &str = "redis_script";

/// A function that carries the attribute.
pub(crate) struct Annotated {
    /// Its modules and the type of its `impl` block, from the outside in.
    pub(crate) scope: Vec<String>,
    /// Where the attribute starts; the column counts from 0.
    pub(crate) place: LineColumn,
    /// What is in the attribute's parentheses.
    pub(crate) attribute: TokenStream,
    /// The function, without this attribute.
    pub(crate) item: TokenStream,
}

/// All functions of a Rust file that carry the attribute, in the order of the text.
pub(crate) fn scan(source: &str) -> Result<Vec<Annotated>, proc_macro2::LexError> {
    let tokens: TokenStream = without_shebang(source).parse()?;
    let mut names = HashSet::from([NAME.to_owned()]);
    collect_renames(tokens.clone(), &mut names);
    let mut scan = Scan { names, found: Vec::new(), scope: Vec::new() };
    scan.tokens(tokens);
    Ok(scan.found)
}

/// A Rust file may start with `#!/usr/bin/env ..`, which is no token; `#![` is an attribute.
fn without_shebang(source: &str) -> &str {
    if source.starts_with("#!") && !source[2..].trim_start().starts_with('[') {
        return source.find('\n').map_or("", |end| &source[end..]);
    }
    source
}

/// `use redis_script::redis_script as script` gives the attribute another name.
fn collect_renames(tokens: TokenStream, names: &mut HashSet<String>) {
    let mut before = [None, None];
    for token in tokens {
        if let (TokenTree::Ident(new), [Some(old), Some(word)]) = (&token, &before)
            && old == NAME
            && word == "as"
        {
            names.insert(new.to_string());
        }
        if let TokenTree::Group(group) = &token {
            collect_renames(group.stream(), names);
        }
        let [_, last] = before;
        before = [last, if let TokenTree::Ident(ident) = token { Some(ident.to_string()) } else { None }];
    }
}

struct Scan {
    names: HashSet<String>,
    found: Vec<Annotated>,
    scope: Vec<String>,
}

impl Scan {
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.item(&tokens, at);
        }
    }

    /// Looks at what starts at `at`; returns where the next thing starts.
    fn item(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => self.attributes(tokens, at),
            TokenTree::Ident(ident) if ident == "mod" || ident == "impl" || ident == "trait" => {
                self.scoped(ident, tokens, at + 1)
            }
            TokenTree::Group(group) => {
                self.tokens(group.stream());
                at + 1
            }
            _ => at + 1,
        }
    }

    /// The attributes that start at `at`, and the function that they stand on if one is ours.
    fn attributes(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let (mut ours, mut others, mut after) = (Vec::new(), Vec::new(), at);
        while let Some((group, next)) = outer_attribute(tokens, after) {
            let mut found = Vec::new();
            self.ours(group.stream(), &mut found);
            if found.is_empty() {
                others.extend_from_slice(&tokens[after..next]);
            }
            let place = tokens[after].span().start();
            ours.extend(found.into_iter().map(|attribute| (place, attribute)));
            after = next;
        }
        if ours.is_empty() {
            return after.max(at + 1);
        }
        let is_end = |token: &TokenTree| match token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        let end = tokens[after..].iter().position(is_end).map_or(tokens.len(), |length| after + length + 1);
        let item: TokenStream = others.iter().chain(&tokens[after..end]).cloned().collect();
        self.found.extend(ours.into_iter().map(|(place, attribute)| Annotated {
            scope: self.scope.clone(),
            place,
            attribute,
            item: item.clone(),
        }));
        end
    }

    /// Takes our attribute's arguments out of an attribute's tokens, and out of a `cfg_attr`.
    fn ours(&self, attribute: TokenStream, found: &mut Vec<TokenStream>) {
        let (mut name, mut arguments) = (None, TokenStream::new());
        for token in attribute {
            match token {
                TokenTree::Ident(ident) => name = Some(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Group(group) if group.delimiter() != Delimiter::None => arguments = group.stream(),
                _ => return,
            }
        }
        match name {
            Some(name) if name == "cfg_attr" => {
                for attribute in split_at_commas(arguments).into_iter().skip(1) {
                    self.ours(attribute, found);
                }
            }
            Some(name) if self.names.contains(&name) => found.push(arguments),
            _ => {}
        }
    }

    /// What `mod`, `impl` or `trait` opens: the same walk, with one more name in front.
    fn scoped(&mut self, keyword: &Ident, tokens: &[TokenTree], start: usize) -> usize {
        let opens =
            |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
        let Some(length) = tokens[start..].iter().position(|token| opens(token) || ends(token)) else {
            return start;
        };
        let (end, header) = (start + length, &tokens[start..start + length]);
        let (TokenTree::Group(body), Some(name)) = (&tokens[end], scope_name(keyword, header)) else {
            return start;
        };
        self.scope.push(name);
        self.tokens(body.stream());
        self.scope.pop();
        end + 1
    }
}

/// The group of the outer attribute at `at`, and what comes after it.
fn outer_attribute(tokens: &[TokenTree], at: usize) -> Option<(&Group, usize)> {
    match (tokens.get(at)?, tokens.get(at + 1)?) {
        (TokenTree::Punct(punct), TokenTree::Group(group))
            if punct.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some((group, at + 2))
        }
        _ => None,
    }
}

fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            token => parts.last_mut().expect("there is always a last one").extend([token]),
        }
    }
    parts
}

/// The module's or trait's name, or the type of an `impl` block without its generics.
fn scope_name(keyword: &Ident, header: &[TokenTree]) -> Option<String> {
    if keyword != "impl" {
        return header.first().map(ToString::to_string);
    }
    let header: TokenStream = header.iter().cloned().collect();
    let item: syn::ItemImpl = syn::parse2(quote::quote!(impl #header {})).ok()?;
    match *item.self_ty {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        other => Some(quote::quote!(#other).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(String, usize, String)> {
        let name = |item: &TokenStream| {
            let words: Vec<String> = item.clone().into_iter().map(|token| token.to_string()).collect();
            words[words.iter().position(|word| word == "fn").unwrap() + 1].clone()
        };
        let show = |found: Annotated| {
            let path: Vec<String> = found.scope.iter().cloned().chain([name(&found.item)]).collect();
            (path.join("::"), found.place.line, found.attribute.to_string())
        };
        scan(source).unwrap().into_iter().map(show).collect()
    }

    fn one(path: &str, line: usize, attribute: &str) -> (String, usize, String) {
        (path.to_owned(), line, attribute.to_owned())
    }

    #[test]
    fn finds_the_attribute_wherever_a_function_can_stand() {
        let source = "#!/usr/bin/env run-cargo-script
            #[redis_script(a)] fn free();
            mod outer { pub mod inner { #[redis_script::redis_script(b)] pub(crate) async fn deep(); } }
            impl<T: Into<u8>> Store<T> where T: Copy { #[::redis_script::redis_script(c)] fn method(&self); }
            trait Locks { #[redis_script(d)] fn lock(); }
            fn body() { #[redis_script(e)] fn nested(); }
            macro_call! { #[redis_script(f)] fn in_macro(); }";
        let expected = [
            one("free", 2, "a"),
            one("outer::inner::deep", 3, "b"),
            one("Store::method", 4, "c"),
            one("Locks::lock", 5, "d"),
            one("nested", 6, "e"),
            one("in_macro", 7, "f"),
        ];
        assert_eq!(found(source), expected);
    }

    #[test]
    fn finds_the_attribute_among_others_and_under_other_names() {
        let source = "use redis_script::{Error, redis_script as script};
            /// Says #[redis_script(doc)].
            #[must_use] #[script(a)] #[cfg(x)] fn renamed();
            #[cfg_attr(feature = \"x\", must_use, redis_script(b, c))] fn conditional();
            #[my_crate::redis_script(d)] fn reexported();
            #[redis_script] fn bare();
            #[derive(Debug)] struct redis_script;
            fn other() -> impl Iterator<Item = u8> { #[inline] fn f() {} }";
        let expected =
            [one("renamed", 3, "a"), one("conditional", 4, "b , c"), one("reexported", 5, "d"), one("bare", 6, "")];
        assert_eq!(found(source), expected);
    }
}
