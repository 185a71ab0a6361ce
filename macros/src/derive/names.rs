//! Rules that make a variant's name on the wire of its name in Rust, as serde's `rename_all` has them.

use redis_script_declaration::Names;

/// A rule and what it is called in an attribute.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    apply: fn(&[String]) -> String,
}

/// All of them.
pub(crate) const RULES: &[Rule] = &[
    Rule { name: "lowercase", apply: |words| words.concat() },
    Rule { name: "UPPERCASE", apply: |words| words.concat().to_uppercase() },
    Rule { name: "PascalCase", apply: pascal },
    Rule { name: "camelCase", apply: camel },
    Rule { name: "snake_case", apply: |words| words.join("_") },
    Rule { name: "SCREAMING_SNAKE_CASE", apply: |words| words.join("_").to_uppercase() },
    Rule { name: "kebab-case", apply: |words| words.join("-") },
    Rule { name: "SCREAMING-KEBAB-CASE", apply: |words| words.join("-").to_uppercase() },
];

impl Rule {
    /// The rule of that name, or what to say about it.
    pub(crate) fn called(name: &str) -> Result<&'static Self, String> {
        let mut names = Names::default();
        for rule in RULES {
            if rule.name == name {
                return Ok(rule);
            }
            names.add(rule.name);
        }
        Err(format!("unknown rule `{name}`{}\nexpected one of {}", names.did_you_mean(name), names.quoted()))
    }

    /// The variant's name by this rule.
    pub(crate) fn of(&self, variant: &str) -> String {
        (self.apply)(&words(variant))
    }
}

/// `HTTPError2` is `h`, `t`, `t`, `p`, `error2`: every capital begins a word, as serde has it.
fn words(variant: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for symbol in variant.chars() {
        match words.last_mut() {
            Some(word) if !symbol.is_uppercase() => word.push(symbol),
            _ => words.push(symbol.to_lowercase().to_string()),
        }
    }
    words
}

pub(crate) fn capitalised(word: &str) -> String {
    let mut symbols = word.chars();
    let first = symbols.next().map_or_else(String::new, |first| first.to_uppercase().to_string());
    first + symbols.as_str()
}

fn pascal(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        name += &capitalised(word);
    }
    name
}

fn camel(words: &[String]) -> String {
    let [first, rest @ ..] = words else { return String::new() };
    first.clone() + &pascal(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_serde_makes() {
        let by = |rule: &str| Rule::called(rule).ok().unwrap().of("ReadOnly2");
        assert_eq!(by("lowercase"), "readonly2");
        assert_eq!(by("UPPERCASE"), "READONLY2");
        assert_eq!(by("PascalCase"), "ReadOnly2");
        assert_eq!(by("camelCase"), "readOnly2");
        assert_eq!(by("snake_case"), "read_only2");
        assert_eq!(by("SCREAMING_SNAKE_CASE"), "READ_ONLY2");
        assert_eq!(by("kebab-case"), "read-only2");
        assert_eq!(by("SCREAMING-KEBAB-CASE"), "READ-ONLY2");
        assert!(Rule::called("snakecase").err().unwrap().contains("did you mean `snake_case`?"));
    }
}
