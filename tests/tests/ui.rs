//! What the attribute says to people who make mistakes: `ui/<class of mistake>/*.rs`, with the compiler's
//! output beside each case. `TRYBUILD=overwrite cargo test -p redis-script-tests --test ui` writes the
//! outputs anew; read the diff.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[test]
fn ui() {
    // Cargo runs tests in their package's folder; relative paths keep the machine's out of the outputs.
    let (mut pass, mut fail) = (Vec::new(), Vec::new());
    for folder in entries(Path::new("ui")) {
        let cases =
            entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        if folder.ends_with("pass") { &mut pass } else { &mut fail }.extend(cases);
    }
    assert!(pass.len() >= 3 && fail.len() >= 94, "{} cases that compile, {} that don't", pass.len(), fail.len());
    let cases = trybuild::TestCases::new();
    for path in pass {
        cases.pass(path);
    }
    for path in fail {
        let expected = path.with_extension("stderr");
        assert!(expected.exists() || env::var_os("TRYBUILD").is_some(), "{} is missing", expected.display());
        cases.compile_fail(path);
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}
