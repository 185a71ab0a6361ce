//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use super::{Finding, Report};
use crate::lints;
use redis_script_analysis::{Edit, Level, Position, lint};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Component, Path};

pub(super) struct Sarif<W> {
    out: W,
    results: Vec<Value>,
    /// The lints that found anything; a result names its own by the place here.
    rules: Vec<&'static str>,
}

impl<W: Write> Sarif<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, results: Vec::new(), rules: Vec::new() }
    }

    fn rule(&mut self, name: &'static str) -> usize {
        self.rules.iter().position(|rule| *rule == name).unwrap_or_else(|| {
            self.rules.push(name);
            self.rules.len() - 1
        })
    }
}

impl<W: Write> Report for Sarif<W> {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let diagnostic = &finding.diagnostic;
        let artifact = json!({ "uri": uri(Path::new(finding.path)) });
        let text = match &diagnostic.help {
            Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let mut place = json!({ "artifactLocation": artifact });
        // What is about the declaration has no place in the script.
        if let Some(span) = diagnostic.span {
            place["region"] = region(finding.positions(span));
        }
        let mut result = json!({
            "ruleId": diagnostic.lint,
            "ruleIndex": self.rule(diagnostic.lint),
            "level": level(diagnostic.level),
            "message": { "text": text },
            "locations": [{ "physicalLocation": place }],
        });
        if !diagnostic.fix.is_empty() {
            let replacements: Vec<Value> = diagnostic.fix.iter().map(|edit| replacement(finding, edit)).collect();
            result["fixes"] = json!([{
                "description": { "text": diagnostic.help.as_deref().unwrap_or("mend it") },
                "artifactChanges": [{ "artifactLocation": artifact, "replacements": replacements }],
            }]);
        }
        self.results.push(result);
        Ok(())
    }

    fn finish(&mut self, _scripts: usize) -> io::Result<()> {
        let rules: Vec<Value> = self.rules.iter().map(|name| rule(name)).collect();
        let log = json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "cargo-redis-script",
                        "semanticVersion": env!("CARGO_PKG_VERSION"),
                        "rules": rules,
                    },
                },
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        serde_json::to_writer_pretty(&mut self.out, &log)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn rule(name: &str) -> Value {
    let mut rule = json!({ "id": name });
    if let Some(lint) = lint(name) {
        rule["shortDescription"] = json!({ "text": lint.summary });
        rule["defaultConfiguration"] = json!({ "level": level(lint.level) });
    }
    if let Some(page) = lints::page(name) {
        rule["help"] = json!({ "text": page, "markdown": page });
    }
    rule
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
    }
}

fn region((start, end): (Position, Position)) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn replacement(finding: &Finding, edit: &Edit) -> Value {
    json!({
        "deletedRegion": region(finding.positions(edit.span)),
        "insertedContent": { "text": edit.replacement },
    })
}

/// A relative path as a relative reference, an absolute one as a `file:` URI (RFC 3986, RFC 8089).
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
    }
    for (at, component) in path.components().filter(|part| *part != Component::RootDir).enumerate() {
        if at > 0 || path.is_absolute() {
            uri.push('/');
        }
        for byte in component.as_os_str().as_encoded_bytes() {
            // A colon could be taken for the end of a scheme.
            if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+;=@".contains(byte) {
                uri.push(char::from(*byte));
            } else {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri(Path::new("lua/a b.lua")), "lua/a%20b.lua");
        assert_eq!(uri(Path::new("../ä%.lua")), "../%C3%A4%25.lua");
        assert_eq!(uri(Path::new("c:x/<stdin>")), "c%3Ax/%3Cstdin%3E");
        assert_eq!(uri(Path::new("/srv/x.lua")), "file:///srv/x.lua");
    }
}
