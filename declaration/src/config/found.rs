//! Which `redis-script.toml` counts for a package, and what it says.

use super::{Config, FILE_NAME, Mistake};
use crate::document;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

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
            && known.looked_at.have_not_changed()
        {
            return Ok(known.loaded.clone());
        }
        *last = None;
        let mut looked_at = LookedAt::default();
        let loaded = read(package, &mut looked_at)?;
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
    looked_at: LookedAt,
    loaded: Loaded,
}

/// Files on which something depends, whether they are there or not, each with what changes when it is written anew: its
/// length, and when that was.
#[derive(Default)]
struct LookedAt(Vec<(PathBuf, Option<(u64, SystemTime)>)>);

impl LookedAt {
    /// To be called before the file is read: what is written in between is a change.
    fn add(&mut self, file: &Path) {
        self.0.push((file.to_owned(), stamp_of(file)));
    }

    fn have_not_changed(&self) -> bool {
        self.0.iter().all(|(file, stamp)| *stamp == stamp_of(file))
    }
}

fn stamp_of(file: &Path) -> Option<(u64, SystemTime)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

fn read(package: &Path, looked_at: &mut LookedAt) -> Result<Loaded, Vec<String>> {
    let unreadable = |path: &Path, error: &io::Error| vec![format!("can't read `{}`: {error}", path.display())];
    let found = look_for(package, looked_at).map_err(|error| unreadable(package, &error))?;
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
    look_for(package, &mut LookedAt::default())
}

fn look_for(package: &Path, looked_at: &mut LookedAt) -> io::Result<Option<PathBuf>> {
    // Most packages have none: then no manifest is read.
    for folder in package.ancestors() {
        let file = folder.join(FILE_NAME);
        looked_at.add(&file);
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

fn workspace_root<'a>(package: &'a Path, looked_at: &mut LookedAt) -> io::Result<Option<&'a Path>> {
    for name in PACKED {
        let file = package.join(name);
        looked_at.add(&file);
        if file.exists() {
            return Ok(None);
        }
    }
    for folder in package.ancestors() {
        let manifest = folder.join("Cargo.toml");
        looked_at.add(&manifest);
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
