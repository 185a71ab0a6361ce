//! `redis-script.toml`: what holds for all scripts of a package or a workspace.
//!
//! ```toml
//! min_server = "redis 7.4"
//!
//! [lints]
//! undeclared_key = "deny"
//! strict = "warn"
//! line_endings = "allow"
//! ```
//!
//! The file stands beside a package's `Cargo.toml`, or in a folder above it up to the root of its
//! workspace; the nearest one counts. What an attribute says goes before what the file says.

use crate::document::{self, Entry, Value};
use crate::names::Names;
use crate::versions;
use redis_script_analysis::{Level, Lines, MinServer, Scope, Setting, lint, lints};

mod found;

pub use found::{Loaded, find, load};

/// The name of the file.
pub const FILE_NAME: &str = "redis-script.toml";

/// The keys of the document.
const KEYS: [&str; 2] = ["min_server", "lints"];

/// The levels of a rule, as Cargo's own `[lints]` tables spell them.
const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The oldest servers that the scripts must run on.
    pub min_server: Option<MinServer>,
    /// Levels of rules, in the order of the file.
    pub settings: Vec<Setting>,
}

/// Something in the file that can't be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl Config {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let lines = Lines::new(text.as_bytes());
        let mistake = |at: usize, message: String| {
            let position = lines.position(text.as_bytes(), u32::try_from(at).unwrap_or(u32::MAX));
            Mistake { line: position.line, column: position.column, message }
        };
        let mut config = Self::default();
        let mut mistakes = Vec::new();
        let entries = match document::entries(text) {
            Ok(entries) => entries,
            Err(errors) => {
                for error in errors {
                    mistakes.push(mistake(error.at, error.message));
                }
                return Err(mistakes);
            }
        };
        for (at, entry) in entries.iter().enumerate() {
            let twice = entry.value != Value::Table && entries[..at].iter().any(|before| before.key == entry.key);
            let read = if twice {
                Err((entry.key_at, format!("`{}` is given twice", entry.key.join("."))))
            } else {
                config.entry(entry)
            };
            if let Err((at, message)) = read {
                mistakes.push(mistake(at, message));
            }
        }
        if mistakes.is_empty() { Ok(config) } else { Err(mistakes) }
    }

    fn entry(&mut self, entry: &Entry) -> Result<(), (usize, String)> {
        let path: Vec<&str> = entry.key.iter().map(String::as_str).collect();
        match (path.as_slice(), &entry.value) {
            (["lints"], Value::Table) => Ok(()),
            (["lints"], _) => {
                Err((entry.value_at, "expected a table: `[lints]`, with `name = \"warn\"` below it".into()))
            }
            (["min_server"], Value::String(text)) => {
                self.min_server = Some(versions::min_server(text).map_err(|message| (entry.value_at, message))?);
                Ok(())
            }
            (["min_server"], other) => {
                Err((entry.value_at, format!("expected a string such as \"7.0\", found {}", other.kind())))
            }
            (["lints", name], value) => self.setting(name, value, entry),
            _ => Err((entry.key_at, unknown("key", &entry.key.join("."), &KEYS))),
        }
    }

    fn setting(&mut self, name: &str, value: &Value, entry: &Entry) -> Result<(), (usize, String)> {
        check_name(name).map_err(|message| (entry.key_at, message))?;
        let level = match value {
            Value::String(level) if LEVELS.contains(&level.as_str()) => level.as_str(),
            Value::String(level) => return Err((entry.value_at, unknown("level", level, &LEVELS))),
            other => {
                let message = format!("expected \"allow\", \"warn\" or \"deny\", found {}", other.kind());
                return Err((entry.value_at, message));
            }
        };
        self.settings.push(Setting {
            lint: name.to_string(),
            level: match level {
                "allow" => None,
                "warn" => Some(Level::Warn),
                _ => Some(Level::Error),
            },
            scope: Scope::All,
        });
        Ok(())
    }
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Other(kind) => kind,
            Self::Table => "a table",
        }
    }
}

/// Whether `name` is a rule whose level can be set, or the group `strict`.
fn check_name(name: &str) -> Result<(), String> {
    if name == "strict" {
        return Ok(());
    }
    match lint(name) {
        Some(lint) if lint.suppressible => Ok(()),
        Some(_) => Err(format!("the level of `{name}` can't be set: a script that it reports can't be loaded")),
        None => {
            let mut names = Names::default();
            for lint in lints() {
                names.add(lint.name);
            }
            names.add("strict");
            Err(format!("unknown lint `{name}`{}", names.did_you_mean(name)))
        }
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let mut names = Names::default();
    for name in known {
        names.add(name);
    }
    let mut hint = names.did_you_mean(name);
    if hint.is_empty() {
        hint = format!(": expected one of {}", names.quoted());
    }
    format!("unknown {what} `{name}`{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use redis_script_analysis::Version;

    fn mistakes(text: &str) -> Vec<String> {
        let mistakes = Config::parse(text).unwrap_err();
        mistakes.iter().map(|found| format!("{}:{}: {}", found.line, found.column, found.message)).collect()
    }

    #[test]
    fn reads_servers_and_levels_in_order() {
        let config = Config::parse(
            "min_server = \"redis 7.4\"\n[lints]\nstrict = 'warn'\nunused_arg = 'allow'\nunused_key = 'deny'\n",
        );
        let setting = |lint: &str, level| Setting { lint: lint.into(), level, scope: Scope::All };
        assert_eq!(
            config.unwrap(),
            Config {
                min_server: Some(MinServer { redis: Some(Version(7, 4)), valkey: None }),
                settings: vec![
                    setting("strict", Some(Level::Warn)),
                    setting("unused_arg", None),
                    setting("unused_key", Some(Level::Error)),
                ],
            }
        );
        assert_eq!(Config::parse("# nothing\n"), Ok(Config::default()));
        assert_eq!(Config::parse("lints = { unused_arg = 'allow' }").unwrap().settings.len(), 1);
    }

    #[test]
    fn names_every_mistake_and_what_was_meant() {
        assert_eq!(
            mistakes("min_servr = '7.0'\n[lints]\nunused_ky = 'warn'\nunused_key = 'off'\nunused_arg = 1\n"),
            [
                "1:1: unknown key `min_servr`, did you mean `min_server`?",
                "3:1: unknown lint `unused_ky`, did you mean `unused_key`?",
                "4:14: unknown level `off`: expected one of `allow`, `warn`, `deny`",
                "5:14: expected \"allow\", \"warn\" or \"deny\", found a number",
            ]
        );
        assert_eq!(
            mistakes("[lints]\nlua_syntax = 'allow'\n"),
            ["2:1: the level of `lua_syntax` can't be set: a script that it reports can't be loaded"]
        );
        assert_eq!(mistakes("min_server = '7.0'\nmin_server = '7.2'\n"), ["2:1: `min_server` is given twice"]);
        assert!(mistakes("min_server = 7.0")[0].starts_with("1:14: expected a string such as \"7.0\""));
        assert_eq!(mistakes("min_server = '7.0").len(), 1);
    }
}
