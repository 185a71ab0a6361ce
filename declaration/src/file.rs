//! Finds and reads the file that `file = "x.lua"` names.

use crate::case::{either_case_exists, other_case};
use crate::names::Names;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// Where a script is looked for.
pub struct Places {
    /// The folder of the source file with the attribute. Not known in some editors.
    pub beside: Option<PathBuf>,
    /// The folder of the package's `Cargo.toml`.
    pub root: Option<PathBuf>,
}

/// A script file.
#[derive(Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
    /// Whether it is beside the source file, so that `include_bytes!` finds it by the same name.
    pub beside: bool,
}

impl Places {
    /// Looks for the file `name`: beside the source file, then under the package's root.
    ///
    /// # Errors
    ///
    /// What is wrong, for the user: there is no such file, there are two, it can't be read, or it isn't
    /// text.
    pub fn find(&self, name: &str) -> Result<Found, String> {
        let (mut candidates, mut fitting) = (Vec::new(), Vec::new());
        for (folder, beside) in [(&self.beside, true), (&self.root, false)] {
            let Some(folder) = folder else { continue };
            let path = tidy(&folder.join(name));
            if let Ok(metadata) = fs::metadata(&path) {
                fitting.push((path.clone(), beside, metadata.is_dir()));
            }
            candidates.push(path);
        }
        let Some((path, beside, is_folder)) = fitting.first() else { return Err(self.missing(name, &candidates)) };
        if let Some((other, ..)) = fitting.get(1)
            && fs::canonicalize(other).ok() != fs::canonicalize(path).ok()
        {
            return Err(self.ambiguous(name, path, other));
        }
        if *is_folder {
            return Err(directory(name, path));
        }
        if let Some(actual) = either_case_exists(path, name).then(|| other_case(path, name)).flatten() {
            return Err(format!(
                "`{name}` is called `{actual}` on disk: systems that tell upper from lower case won't find it\nhelp: write `{actual}`"
            ));
        }
        let bytes = fs::read(path).map_err(|error| unreadable(name, path, &error))?;
        let text = String::from_utf8(bytes)
            .map_err(|error| not_text(name, error.as_bytes(), error.utf8_error().valid_up_to()))?;
        Ok(Found { path: path.clone(), text, beside: *beside })
    }

    /// The only file in the package that could be meant by `name` where nobody knows from which folder: what an
    /// editor shows. Hidden folders, what a build leaves behind, and what lies very deep or behind very much aren't
    /// looked at.
    pub fn somewhere(&self, name: &str) -> Option<(PathBuf, String)> {
        let name: PathBuf =
            tidy(Path::new(name)).components().filter(|part| matches!(part, Component::Normal(_))).collect();
        let (mut folders, mut fitting, mut seen) = (vec![(self.root.clone()?, 0)], Vec::new(), 0);
        while let Some((folder, depth)) = folders.pop() {
            for entry in entries(&folder) {
                seen += 1;
                match entry.file_type() {
                    _ if seen > 20_000 => return None,
                    Ok(kind) if kind.is_dir() && depth < 12 => folders.push((entry.path(), depth + 1)),
                    Ok(kind) if kind.is_file() && entry.path().ends_with(&name) => fitting.push(entry.path()),
                    _ => {}
                }
            }
        }
        let [only] = &fitting[..] else { return None };
        Some((only.clone(), fs::read_to_string(only).ok()?))
    }

    fn missing(&self, name: &str, candidates: &[PathBuf]) -> String {
        let mut message = format!("there is no file `{name}`; looked for");
        for (at, path) in candidates.iter().enumerate() {
            if !path.as_os_str().is_empty() && !candidates[..at].contains(path) {
                let _ = write!(message, "\n  {}", path.display());
            }
        }
        let near = self.scripts_near(name);
        let closest = redis_script_analysis::closest(name, near.iter().map(String::as_str));
        if let Some(closest) = closest {
            let _ = write!(message, "\nhelp: did you mean `{closest}`?");
        } else if !near.is_empty() {
            let mut shown = Names::default();
            for name in near.iter().take(8) {
                shown.add(name);
            }
            let more = if near.len() > 8 { ", .." } else { "" };
            let _ = write!(message, "\nhelp: scripts near it: {}{more}", shown.quoted());
        }
        message
    }

    /// The `.lua` files beside the source file, in the folder that `name` names, and in the package's
    /// root and its folders, as they would be written in the attribute.
    fn scripts_near(&self, name: &str) -> Vec<String> {
        let mut near = Vec::new();
        let parent = Path::new(name).parent().unwrap_or(Path::new(""));
        for folder in [&self.beside, &self.root].into_iter().flatten() {
            let mut folders = vec![parent.to_path_buf(), PathBuf::new()];
            for entry in entries(folder) {
                if entry.path().is_dir() {
                    folders.push(PathBuf::from(entry.file_name()));
                }
            }
            for relative in folders {
                for entry in entries(&folder.join(&relative)) {
                    let path = relative.join(entry.file_name());
                    if path.extension() == Some(OsStr::new("lua")) {
                        insert(&mut near, path.to_string_lossy().replace('\\', "/"));
                    }
                }
            }
        }
        near
    }

    fn ambiguous(&self, name: &str, beside: &Path, other: &Path) -> String {
        let mut message = format!("two files fit `{name}`:\n  {}\n  {}", beside.display(), other.display());
        let under_root = self.root.as_ref().and_then(|root| beside.strip_prefix(root).ok());
        if let Some(path) = under_root {
            let _ = write!(message, "\nhelp: for the first write `file = \"{}\"`, or rename one", path.display());
        }
        message
    }
}

/// The entries of a folder, but not what is hidden, and not what a build leaves behind.
fn entries(folder: &Path) -> Vec<fs::DirEntry> {
    let mut entries = Vec::new();
    let Ok(all) = fs::read_dir(folder) else { return entries };
    for entry in all {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        if name != "target" && !name.to_string_lossy().starts_with('.') {
            entries.push(entry);
        }
    }
    entries
}

/// Keeps the names in order, each once.
fn insert(names: &mut Vec<String>, name: String) {
    if let Err(at) = names.binary_search(&name) {
        names.insert(at, name);
    }
}

/// The path without `.` and `x/..`: what a person reads.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

fn directory(name: &str, path: &Path) -> String {
    let mut scripts = Vec::new();
    for entry in entries(path) {
        let path = Path::new(name).join(entry.file_name());
        if path.extension() == Some(OsStr::new("lua")) {
            insert(&mut scripts, format!("`{}`", path.display()));
        }
    }
    scripts.truncate(8);
    let help =
        if scripts.is_empty() { String::new() } else { format!("\nhelp: scripts in it: {}", scripts.join(", ")) };
    format!("`{name}` is a folder, not a script{help}")
}

fn unreadable(name: &str, path: &Path, error: &io::Error) -> String {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => "\nhelp: the user who runs the compiler needs the right to read it",
        _ => "",
    };
    format!("can't read `{name}`: {error}\n  {}{help}", path.display())
}

fn not_text(name: &str, bytes: &[u8], at: usize) -> String {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    format!(
        "`{name}` isn't UTF-8: byte {at} (line {line}) is 0x{:02x}\n\
         help: save it as UTF-8; in a string, write that byte as `\\{:03}`",
        bytes[at], bytes[at]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package with `src/` and `lua/`.
    fn package(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Places) {
        let root = tempfile::tempdir().unwrap();
        for folder in ["src", "lua"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        for (name, bytes) in files {
            fs::write(root.path().join(name), bytes).unwrap();
        }
        let places = Places { beside: Some(root.path().join("src")), root: Some(root.path().to_path_buf()) };
        (root, places)
    }

    #[test]
    fn a_script_is_beside_the_source_or_under_the_root() {
        let (root, places) = package(&[("src/a.lua", b"return 'a'"), ("lua/b.lua", b"return 'b'")]);
        let a = places.find("a.lua").unwrap();
        assert_eq!((a.text.as_str(), a.beside), ("return 'a'", true));
        let b = places.find("lua/b.lua").unwrap();
        assert_eq!((b.path, b.beside), (root.path().join("lua/b.lua"), false));
        assert_eq!(places.find("../lua/./b.lua").unwrap().path, root.path().join("lua/b.lua"));
        assert_eq!(places.find("../src/a.lua").unwrap().path, root.path().join("src/a.lua"));
    }

    #[test]
    fn an_editor_finds_the_only_file_of_a_name() {
        let (root, mut places) = package(&[("src/a.lua", b"return 1"), ("src/b.lua", b""), ("lua/b.lua", b"")]);
        places.beside = None;
        let found = |name| places.somewhere(name);
        assert_eq!(found("a.lua"), Some((root.path().join("src/a.lua"), "return 1".to_owned())));
        assert_eq!(found("../src/a.lua"), found("a.lua"));
        assert_eq!(found("b.lua"), None);
        assert_eq!(found("c.lua"), None);
    }

    #[test]
    fn an_absolute_path_is_itself() {
        let (root, places) = package(&[("lua/b.lua", b"")]);
        let path = root.path().join("lua/b.lua");
        assert_eq!(places.find(path.to_str().unwrap()).unwrap().path, path);
    }

    #[test]
    fn two_files_that_fit_are_an_error() {
        let (root, places) = package(&[("src/x.lua", b"return 1"), ("x.lua", b"return 1")]);
        let message = places.find("x.lua").unwrap_err();
        for part in
            ["two files fit `x.lua`", &root.path().join("src/x.lua").display().to_string(), "`file = \"src/x.lua\"`"]
        {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(places.find("src/x.lua").unwrap().path, root.path().join("src/x.lua"));
    }

    #[test]
    fn one_file_by_two_ways_is_one() {
        let (root, mut places) = package(&[("src/x.lua", b"return 1")]);
        places.root = Some(root.path().join("src"));
        assert!(places.find("x.lua").is_ok());
    }

    #[test]
    fn a_missing_file_names_the_paths_tried_and_what_is_near() {
        let (root, places) = package(&[("lua/token_bucket.lua", b"")]);
        let message = places.find("lua/tokenbucket.lua").unwrap_err();
        for folder in ["src", ""] {
            let tried = root.path().join(folder).join("lua/tokenbucket.lua");
            assert!(message.contains(&format!("\n  {}", tried.display())), "{message}");
        }
        assert!(message.ends_with("did you mean `lua/token_bucket.lua`?"), "{message}");
        let message = places.find("x.lua").unwrap_err();
        assert!(message.ends_with("scripts near it: `lua/token_bucket.lua`"), "{message}");
    }

    #[test]
    fn case_matters_everywhere() {
        let (_root, places) = package(&[("lua/Bucket.lua", b"")]);
        assert!(places.find("lua/bucket.lua").unwrap_err().contains("`lua/Bucket.lua`"));
    }

    #[test]
    fn a_folder_is_no_script() {
        let (_root, places) = package(&[("lua/a.lua", b"")]);
        assert_eq!(
            places.find("lua").unwrap_err(),
            "`lua` is a folder, not a script\nhelp: scripts in it: `lua/a.lua`"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        let (_root, places) = package(&[("lua/a.lua", b"-- \xc3\xa4\nreturn '\xe4'")]);
        let message = places.find("lua/a.lua").unwrap_err();
        assert!(message.starts_with("`lua/a.lua` isn't UTF-8: byte 14 (line 2) is 0xe4\n"), "{message}");
        assert!(message.ends_with("as `\\228`"), "{message}");
    }

    #[test]
    fn a_file_without_the_right_to_read_it_says_so() {
        // Root reads every file, so the error is made by hand.
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let message = unreadable("x.lua", Path::new("/srv/x.lua"), &error);
        assert_eq!(
            message,
            "can't read `x.lua`: permission denied\n  /srv/x.lua\nhelp: the user who runs the compiler needs the right to read it"
        );
    }
}
