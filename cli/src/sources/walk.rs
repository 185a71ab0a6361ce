//! The files of one kind below a directory.

use ignore::{DirEntry, WalkBuilder};
use std::path::{Path, PathBuf};

/// All files below `root` that end in `.extension`, in the order of their names. What `.gitignore`
/// leaves out, hidden files and caches (`target`) are left out.
pub(crate) fn files<'a>(root: &Path, extension: &'a str) -> impl Iterator<Item = Result<PathBuf, ignore::Error>> + 'a {
    let mut walk = WalkBuilder::new(root);
    walk.sort_by_file_name(Ord::cmp).filter_entry(|entry| entry.depth() == 0 || !is_cache(entry));
    walk.build().filter_map(move |entry| match entry {
        Ok(entry) => is_file(&entry, extension).then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(error)),
    })
}

fn is_file(entry: &DirEntry, extension: &str) -> bool {
    entry.path().extension().is_some_and(|found| found == extension) && entry.path().is_file()
}

/// Cargo's `target`, and every other directory that says so of itself: <https://bford.info/cachedir/>.
fn is_cache(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) && entry.path().join("CACHEDIR.TAG").is_file()
}
