//! Names of files in another case than the one that they have on disk.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path};

/// Whether the file system may have found the file under a name in another case: it has the name in the opposite case,
/// too. Looking that up is cheap; a whole folder is read for each of its files only where the answer is yes.
pub(crate) fn either_case_exists(path: &Path, name: &str) -> bool {
    for path in path.ancestors().take(parts(name).len()) {
        let Some(file_name) = path.file_name() else { continue };
        let mut opposite = String::new();
        for c in file_name.to_string_lossy().chars() {
            opposite.push(if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        }
        if path.with_file_name(opposite).exists() {
            return true;
        }
    }
    false
}

/// The names in a path, without `.`, `..` and what stands for a root.
fn parts(path: &str) -> Vec<&OsStr> {
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        if let Component::Normal(part) = part {
            parts.push(part);
        }
    }
    parts
}

/// The name as it is on disk, where only the case of its letters differs. Some file systems open the
/// file under either name.
pub(crate) fn other_case(path: &Path, name: &str) -> Option<String> {
    let (mut actual, mut differs) = (Vec::new(), false);
    for part in Path::new(name).components() {
        actual.push(part.as_os_str().to_string_lossy().into_owned());
    }
    let mut at = actual.len();
    for part in path.ancestors().take(parts(name).len()) {
        at -= 1;
        let name = on_disk(part)?;
        if part.file_name()? != name.as_os_str() {
            actual[at] = name.to_string_lossy().into_owned();
            differs = true;
        }
    }
    differs.then(|| actual.join("/"))
}

/// The name of a file as its folder has it, in whatever case.
fn on_disk(path: &Path) -> Option<OsString> {
    let wanted = path.file_name()?;
    let folded = wanted.to_string_lossy().to_lowercase();
    let mut same = None;
    for entry in fs::read_dir(path.parent()?).ok()? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        if name == wanted {
            return Some(name);
        }
        if same.is_none() && name.to_string_lossy().to_lowercase() == folded {
            same = Some(name);
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with empty files.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("lua")).unwrap();
        for name in files {
            fs::write(root.path().join(name), "").unwrap();
        }
        root
    }

    #[test]
    fn a_file_that_the_file_system_finds_under_another_case_is_an_error() {
        let root = folder(&["lua/Bucket.lua"]);
        assert_eq!(other_case(&root.path().join("lua/bucket.lua"), "lua/bucket.lua").unwrap(), "lua/Bucket.lua");
        assert_eq!(other_case(&root.path().join("LUA/Bucket.lua"), "LUA/Bucket.lua"), None);
        assert_eq!(other_case(&root.path().join("lua/Bucket.lua"), "lua/Bucket.lua"), None);
    }

    #[test]
    fn a_folder_is_read_only_where_the_file_system_may_take_either_case() {
        let root = folder(&["lua/Bucket.lua", "lua/bUCKET.LUA", "lua/1.2"]);
        assert!(either_case_exists(&root.path().join("lua/Bucket.lua"), "lua/Bucket.lua"));
        // The root of the package is another's business.
        assert!(!either_case_exists(&root.path().join("lua"), "lua"));
        // Without a letter there is but one case.
        assert!(either_case_exists(&root.path().join("lua/1.2"), "lua/1.2"));
        fs::remove_file(root.path().join("lua/bUCKET.LUA")).unwrap();
        let takes_either = root.path().join("LUA").exists();
        assert_eq!(either_case_exists(&root.path().join("lua/Bucket.lua"), "lua/Bucket.lua"), takes_either);
    }
}
