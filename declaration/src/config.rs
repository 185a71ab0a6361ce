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
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

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

/// What holds for the package in `package`, and the file that says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// What the file says; nothing without one.
    pub config: Config,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Finds and reads the file that counts for the package in `package`, as [`find`] does. What was read is kept until one of
/// the files that were looked at changes: a compiler asks once for each function.
///
/// # Errors
///
/// Every mistake in the file with its place, ready to be shown; or why it can't be read.
pub fn load(package: &Path) -> Result<Loaded, Vec<String>> {
    LAST.with_borrow_mut(|last| {
        if let Some(known) = last
            && known.package == package
            && known.looked_at.iter().all(|(path, stamp)| *stamp == stamp_of(path))
        {
            return Ok(known.loaded.clone());
        }
        *last = None;
        let mut paths = Vec::new();
        let loaded = load_from(package, &mut paths)?;
        let mut looked_at = Vec::new();
        for path in paths {
            let stamp = stamp_of(&path);
            looked_at.push((path, stamp));
        }
        *last = Some(Known { package: package.to_owned(), looked_at, loaded: loaded.clone() });
        Ok(loaded)
    })
}

thread_local! {
    static LAST: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// What was found for a package.
struct Known {
    package: PathBuf,
    /// The files on which that depends, whether they are there or not.
    looked_at: Vec<(PathBuf, Stamp)>,
    loaded: Loaded,
}

/// What changes when a file is written anew: its length and when that was. Nothing if there is no file.
type Stamp = Option<(u64, SystemTime)>;

fn stamp_of(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

/// Adds the files on which it depends to `looked_at`.
fn load_from(package: &Path, looked_at: &mut Vec<PathBuf>) -> Result<Loaded, Vec<String>> {
    let unreadable = |path: &Path, error: &io::Error| vec![format!("can't read `{}`: {error}", path.display())];
    let found = find_from(package, looked_at).map_err(|error| unreadable(package, &error))?;
    let Some(file) = found else { return Ok(Loaded::default()) };
    let text = fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
    // The path from the package on, which is the same on every machine.
    let mut path = FILE_NAME.to_owned();
    for folder in package.ancestors() {
        if Some(folder) == file.parent() {
            break;
        }
        path.insert_str(0, "../");
    }
    let mut shown = Vec::new();
    match Config::parse(&text) {
        Ok(config) => return Ok(Loaded { config, file: Some(file) }),
        Err(mistakes) => {
            for Mistake { line, column, message } in mistakes {
                shown.push(format!("{message}\n --> {path}:{line}:{column}"));
            }
        }
    }
    Err(shown)
}

/// The file that counts for the package in `package`, if there is one.
///
/// The search ends at the root of the package's workspace; without a workspace around it, or in a
/// package that came out of a registry, at the package itself.
///
/// # Errors
///
/// A `Cargo.toml` on the way that can't be read.
pub fn find(package: &Path) -> io::Result<Option<PathBuf>> {
    find_from(package, &mut Vec::new())
}

fn find_from(package: &Path, looked_at: &mut Vec<PathBuf>) -> io::Result<Option<PathBuf>> {
    // Most packages have none: then no manifest is read.
    for folder in package.ancestors() {
        let file = folder.join(FILE_NAME);
        looked_at.push(file.clone());
        if file.is_file() {
            let counts =
                folder == package || workspace_root(package, looked_at)?.is_some_and(|root| folder.starts_with(root));
            return Ok(counts.then_some(file));
        }
    }
    Ok(None)
}

/// The files that cargo adds when it packs or vendors a package: such a one has no workspace.
const PACKED: [&str; 3] = [".cargo_vcs_info.json", ".cargo-ok", ".cargo-checksum.json"];

fn workspace_root<'a>(package: &'a Path, looked_at: &mut Vec<PathBuf>) -> io::Result<Option<&'a Path>> {
    for name in PACKED {
        let file = package.join(name);
        looked_at.push(file.clone());
        if file.exists() {
            return Ok(None);
        }
    }
    for folder in package.ancestors() {
        let manifest = folder.join("Cargo.toml");
        looked_at.push(manifest.clone());
        if manifest.is_file() && is_workspace(&fs::read_to_string(manifest)?) {
            return Ok(Some(folder));
        }
    }
    Ok(None)
}

fn is_workspace(manifest: &str) -> bool {
    if !manifest.contains("workspace") {
        return false;
    }
    let Ok(entries) = document::entries(manifest) else { return false };
    entries.iter().any(|entry| entry.key.first().is_some_and(|key| key == "workspace"))
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

    #[test]
    fn the_search_ends_at_the_workspace() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let package = root.join("workspace/crates/package");
        fs::create_dir_all(&package).unwrap();
        let write = |path: &str, text: &str| fs::write(root.join(path), text).unwrap();
        write(FILE_NAME, "");
        write("workspace/Cargo.toml", "[workspace]\nmembers = ['crates/*']\n");
        write("workspace/crates/package/Cargo.toml", "[package]\nname = 'package'\n");
        assert_eq!(find(&package).unwrap(), None);
        write("workspace/redis-script.toml", "");
        assert_eq!(find(&package).unwrap(), Some(root.join("workspace/redis-script.toml")));
        write("workspace/crates/package/redis-script.toml", "");
        assert_eq!(find(&package).unwrap(), Some(package.join(FILE_NAME)));
    }

    #[test]
    fn a_change_of_any_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let package = root.join("crates/package");
        fs::create_dir_all(&package).unwrap();
        let settings = || load(&package).map(|loaded| loaded.config.settings.len()).map_err(|errors| errors.len());
        assert_eq!(settings(), Ok(0));
        fs::write(root.join(FILE_NAME), "[lints]\nunused_key = 'deny'\n").unwrap();
        assert_eq!(settings(), Ok(0));
        fs::write(root.join("Cargo.toml"), "[workspace]\n").unwrap();
        assert_eq!(settings(), Ok(1));
        fs::write(root.join(FILE_NAME), "[lints]\nunused_key = 'deny'\nunused_arg = 'deny'\n").unwrap();
        assert_eq!(settings(), Ok(2));
        assert_eq!(settings(), Ok(2));
        fs::write(root.join(FILE_NAME), "[lints\n").unwrap();
        assert_eq!((settings(), settings()), (Err(1), Err(1)));
        fs::write(package.join(FILE_NAME), "").unwrap();
        assert_eq!(settings(), Ok(0));
        fs::remove_file(package.join(FILE_NAME)).unwrap();
        fs::remove_file(root.join(FILE_NAME)).unwrap();
        assert_eq!((settings(), load(root).map(|loaded| loaded.file)), (Ok(0), Ok(None)));
    }

    #[test]
    fn a_package_out_of_a_registry_has_only_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("vendor/package");
        fs::create_dir_all(&package).unwrap();
        fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
        fs::write(folder.path().join(FILE_NAME), "").unwrap();
        fs::write(package.join("Cargo.toml"), "[package]\n").unwrap();
        assert!(find(&package).unwrap().is_some());
        fs::write(package.join(".cargo-checksum.json"), "{}").unwrap();
        assert_eq!(find(&package).unwrap(), None);
    }
}
