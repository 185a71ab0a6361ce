//! The documentation of a generated function: what its own comment says, then the contract and the Lua.

use quote::ToTokens as _;
use redis_script_declaration::{Declaration, Form, Parameter, Positions, Signature};
use std::borrow::Cow;
use std::fmt::Write as _;
use syn::Meta;

/// More of a script than this isn't read in a pop-up, and would be in the documentation a second time.
const SHOWN_LINES: usize = 200;

/// What is known of the script when the function is documented.
pub(crate) struct Facts<'a> {
    pub(crate) header: &'a str,
    /// `file`'s value, if the script is in a file.
    pub(crate) file: Option<&'a str>,
    /// The files that it includes.
    pub(crate) included: Vec<&'a str>,
    /// Its own text, without what it includes.
    pub(crate) source: &'a str,
    pub(crate) sha1: &'a str,
    pub(crate) read_only: bool,
}

/// The text that goes below the function's own documentation.
pub(crate) fn function(signature: &Signature, declaration: &Declaration, facts: &Facts) -> String {
    let documented = signature.attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let mut docs = if documented { "\n".to_owned() } else { String::new() };
    for line in facts.header.lines() {
        let _ = writeln!(docs, "{}", escaped(line.trim()));
    }
    let origin = facts.file.map_or_else(|| "the script below".to_owned(), code);
    let mut included = String::new();
    for file in &facts.included {
        included += if included.is_empty() { " with " } else { ", " };
        included += &code(file);
    }
    let command = if facts.read_only { "`EVALSHA_RO`: it writes nothing" } else { "`EVALSHA`" };
    let heading = if documented || !docs.is_empty() { "\n# Script\n\n" } else { "" };
    let _ = writeln!(docs, "{heading}Runs {origin}{included}, as {command}. Its SHA1 is `{}`.\n", facts.sha1);
    positions(&mut docs, "KEYS", &declaration.keys);
    positions(&mut docs, "ARGV", &declaration.args);
    let _ = writeln!(docs, "\n{}", fenced(facts.source));
    if !documents_errors(signature) {
        docs.push_str("\n# Errors\n\nWhen the connection fails, when the script raises or returns an error, and when its reply isn't what the return type says.\n");
    }
    docs
}

fn documents_errors(signature: &Signature) -> bool {
    signature.attributes.iter().any(|attribute| match &attribute.meta {
        Meta::NameValue(meta) => {
            meta.path.is_ident("doc") && meta.value.to_token_stream().to_string().contains("# Errors")
        }
        _ => false,
    })
}

fn positions(docs: &mut String, table: &str, positions: &Positions) {
    let described =
        |parameter: &Parameter| format!("`{}`, {}{}", parameter.name, code(parameter.written()), unit(parameter.form));
    for (at, parameter) in positions.fixed.iter().enumerate() {
        let _ = writeln!(docs, "- `{table}[{}]`: {}", at + 1, described(parameter));
    }
    for (at, parameter) in positions.optional.iter().enumerate() {
        let at = positions.fixed.len() + at + 1;
        let _ = writeln!(docs, "- `{table}[{at}]`: {}, may be left out", described(parameter));
    }
    if let Some(parameter) = &positions.rest {
        let at = positions.fixed.len() + 1;
        let _ = writeln!(docs, "- `{table}[{at}]` and on: {}", described(parameter));
    }
}

fn unit(form: Form) -> String {
    if let Form::Unit(unit) = form { format!(", as {}", unit.prose) } else { String::new() }
}

/// `text` as inline code, whatever back-quotes are in it.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The script in one fence that nothing in it can end.
fn fenced(source: &str) -> String {
    // A search for one character is fast in an unoptimised build, too; most scripts have none of them.
    let has_others = source.contains('\r') || source.contains('\0');
    let source = if has_others {
        Cow::Owned(source.replace("\r\n", "\n").replace(['\r', '\0'], " "))
    } else {
        Cow::Borrowed(source)
    };
    let fence = "`".repeat((longest_run(&source, '`') + 1).max(3));
    let (shown, hidden) = match source.match_indices('\n').nth(SHOWN_LINES - 1) {
        Some((end, _)) => (&source[..end], &source[end + 1..]),
        None => (source.strip_suffix('\n').unwrap_or(&source), ""),
    };
    let rest = match hidden.lines().count() {
        0 => String::new(),
        more => format!("\n-- .. and {more} more lines"),
    };
    format!("{fence}lua\n{shown}{rest}\n{fence}")
}

/// How many of `wanted` stand one after another at most.
fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for behind in text.split(wanted).skip(1) {
        run += 1;
        longest = longest.max(run);
        if !behind.is_empty() {
            run = 0;
        }
    }
    longest
}

/// The script's header comment is prose, but not Markdown: `KEYS[1]` is no link, `<id>` no HTML.
fn escaped(line: &str) -> String {
    let numbered = line.starts_with(|first: char| first.is_ascii_digit());
    let mut escaped = String::with_capacity(line.len());
    for c in line.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '?' | '\'' | '"' | '/' | '%') && (c != '.' || numbered)
        {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_back_quotes_end_the_fence() {
        assert_eq!(fenced(""), "```lua\n\n```");
        assert_eq!(fenced("return 1"), "```lua\nreturn 1\n```");
        assert_eq!(fenced("-- ````\nreturn 1\n"), "`````lua\n-- ````\nreturn 1\n`````");
        assert_eq!(code("a`b"), "``a`b``");
    }

    #[test]
    fn the_longest_run_decides_on_the_fence() {
        for (text, longest) in
            [("", 0), ("a", 0), ("`", 1), ("a`b", 1), ("``", 2), ("`a```b``", 3), ("``a", 2), ("a``", 2)]
        {
            assert_eq!(longest_run(text, '`'), longest, "{text}");
        }
        assert_eq!(fenced("-- ```\r\nreturn\r1\0"), "````lua\n-- ```\nreturn 1 \n````");
    }

    #[test]
    fn a_header_is_no_markdown() {
        assert_eq!(escaped("takes KEYS[1], <id> and a_b"), r"takes KEYS\[1\], \<id\> and a\_b");
        assert_eq!(escaped("1. Not a list. (Really.)"), r"1\. Not a list\. \(Really\.\)");
    }

    #[test]
    fn long_scripts_are_cut() {
        for (lines, end) in [
            (SHOWN_LINES - 1, "x()\n```"),
            (SHOWN_LINES, "x()\n```"),
            (SHOWN_LINES + 5, "x()\n-- .. and 5 more lines\n```"),
        ] {
            let source = "x()\n".repeat(lines);
            for source in [&source[..], &source[..source.len() - 1]] {
                let shown = fenced(source);
                assert!(shown.ends_with(end), "{lines}: {shown}");
                assert_eq!(shown.matches("x()").count(), lines.min(SHOWN_LINES));
            }
        }
    }
}
