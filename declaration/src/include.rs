//! Finds and reads the files that a script includes.

use crate::file::{Places, tidy};
use redis_script_analysis::{Joined, Source, mentions_include};
use std::fs;
use std::path::{Path, PathBuf};

/// A script with everything that it includes.
pub struct Complete {
    /// The script.
    pub script: Joined,
    /// Where the files are that it includes, in the order in which it names them.
    pub included: Vec<PathBuf>,
}

/// Reads what the script `text` includes, which messages call `name`. A file's paths go from its own folder; those of
/// a script that is no file go as `file = ".."` does: from the folder of the Rust source, or from the package's root.
pub fn complete(name: &str, file: Option<&Path>, text: Vec<u8>, places: &Places) -> Complete {
    let mut reader = Reader { places, shown: Vec::new(), included: Vec::new() };
    // Its real path tells whether a file includes itself.
    let path = file.filter(|_| mentions_include(&text)).map(|file| reader.real(file));
    let script = Joined::new(name, Source { path, text }, &mut |from, path| reader.read(from, path));
    Complete { script, included: reader.included }
}

struct Reader<'a> {
    places: &'a Places,
    /// The real paths of the files, and those by which they were found, which may go through links.
    shown: Vec<(PathBuf, PathBuf)>,
    included: Vec<PathBuf>,
}

impl Reader<'_> {
    fn read(&mut self, from: Option<&Path>, path: &str) -> Result<Source, String> {
        let folder = from.and_then(|from| self.shown(from)).and_then(Path::parent);
        let found = match folder {
            Some(folder) => Places { beside: Some(folder.to_owned()), root: None }.find(path).map_err(|message| {
                match self.outside(&tidy(&folder.join(path))) {
                    // What is near is of no use then.
                    Some(help) if !message.contains("did you mean") => {
                        message.split("\nhelp: ").next().unwrap_or_default().to_owned() + help
                    }
                    _ => message,
                }
            })?,
            None => self.places.find(path)?,
        };
        let is_new = self.shown(&found.path).is_none() && !self.included.contains(&found.path);
        let real = self.real(&found.path);
        if is_new {
            self.included.push(found.path);
        }
        Ok(Source { path: Some(real), text: found.text.into_bytes() })
    }

    /// One path for each file, by whatever links it was found.
    fn real(&mut self, file: &Path) -> PathBuf {
        let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        if self.shown(&real).is_none() {
            self.shown.push((real.clone(), file.to_owned()));
        }
        real
    }

    /// The path by which the file was found whose real one this is.
    fn shown(&self, real: &Path) -> Option<&Path> {
        for (path, shown) in &self.shown {
            if path == real {
                return Some(shown);
            }
        }
        None
    }

    /// What to say where a file that isn't there would be outside of the package.
    fn outside(&self, path: &Path) -> Option<&'static str> {
        let root = self.places.root.as_ref().filter(|root| !path.starts_with(root) && !path.exists());
        root.map(|_| {
            "\nhelp: it would be outside of the package, which is published without it: keep it in the package's folder"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete_in(files: &[(&str, &str)]) -> (tempfile::TempDir, Complete) {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let top = root.path().join(files[0].0);
        let places = Places { beside: Some(root.path().join("src")), root: Some(root.path().to_owned()) };
        let complete = complete(files[0].0, Some(&top), files[0].1.as_bytes().to_vec(), &places);
        (root, complete)
    }

    fn errors(complete: &Complete) -> Vec<String> {
        let errors = complete.script.errors().iter();
        errors.map(|(_, error)| format!("{} | {}", error.message, error.help.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn paths_go_from_the_including_file() {
        let (root, found) = complete_in(&[
            ("lua/a.lua", "-- @include \"lib/b.lua\"\r\nreturn b + c\r\n"),
            ("lua/lib/b.lua", "-- @include \"../../shared/c.lua\"\nlocal b = 1"),
            ("shared/c.lua", "local c = 1\n"),
        ]);
        assert_eq!(errors(&found), [""; 0]);
        assert_eq!(found.script.text(), b"local c = 1\nlocal b = 1\nreturn b + c\n");
        assert_eq!(found.included, ["lua/lib/b.lua", "shared/c.lua"].map(|path| root.path().join(path)));
        let names: Vec<&str> = (0..3).map(|file| found.script.files().name(file)).collect();
        assert_eq!(names, ["lua/a.lua", "lua/lib/b.lua", "shared/c.lua"]);
    }

    #[test]
    fn a_script_that_is_no_file_looks_where_the_attribute_looks() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("lua")).unwrap();
        fs::write(root.path().join("lua/b.lua"), "local b = 1").unwrap();
        let places = Places { beside: Some(root.path().join("src")), root: Some(root.path().to_owned()) };
        let found = complete("f", None, b"-- @include \"lua/b.lua\"\nreturn b".to_vec(), &places);
        assert_eq!(found.script.text(), b"local b = 1\nreturn b");
        assert_eq!(found.script.files().name(1), "lua/b.lua");
    }

    #[test]
    fn one_file_by_two_ways_is_one() {
        let (_root, found) = complete_in(&[
            ("a.lua", "-- @include \"b.lua\"\n-- @include \"./lib/../b.lua\"\nreturn b"),
            ("b.lua", "local b = 1\n"),
            ("lib/c.lua", ""),
        ]);
        assert_eq!(found.script.text(), b"local b = 1\nreturn b");
        assert_eq!(found.included.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_file_that_it_leads_to() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("b.lua"), "local b = 1\n").unwrap();
        std::os::unix::fs::symlink("b.lua", root.path().join("link.lua")).unwrap();
        let text = b"-- @include \"link.lua\"\n-- @include \"b.lua\"\nreturn b".to_vec();
        let places = Places { beside: None, root: Some(root.path().to_owned()) };
        let found = complete("a.lua", Some(&root.path().join("a.lua")), text, &places);
        assert_eq!(found.script.text(), b"local b = 1\nreturn b");
    }

    #[test]
    fn a_missing_file_says_where_it_was_looked_for() {
        let (root, found) = complete_in(&[("lua/a.lua", "-- @include \"lib/b.lua\"\n"), ("lua/b.lua", "")]);
        let [error] = &errors(&found)[..] else { panic!() };
        let tried = root.path().join("lua/lib/b.lua");
        assert!(error.contains("no file `lib/b.lua`") && error.contains(&*tried.to_string_lossy()), "{error}");
        assert!(error.contains("`b.lua`"), "{error}");
        let (_root, found) = complete_in(&[("a.lua", "-- @include \"../nowhere/b.lua\"\n")]);
        assert!(errors(&found)[0].contains("outside of the package"), "{:?}", errors(&found));
    }
}
