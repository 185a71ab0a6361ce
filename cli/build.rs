//! Embeds the pages of the rules, one file each in `lints/`, so that none can be forgotten.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    // `lints` is a link into the repository's `docs`, which a published package holds as a directory. A
    // checkout without links has a file in its place.
    let linked = package.join("lints");
    let pages = if linked.is_dir() { linked } else { package.join("../docs/lints") };
    println!("cargo::rerun-if-changed={}", pages.display());
    fs::write(out.join("pages.rs"), table(&pages)?)
}

/// `&[("name", include_str!("/path/name.md")), ..]`.
fn table(pages: &Path) -> io::Result<String> {
    let mut files = fs::read_dir(pages)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let row = |file: &PathBuf| {
        println!("cargo::rerun-if-changed={}", file.display());
        let (name, path) = (file.file_stem().unwrap_or_default().to_string_lossy(), file.to_string_lossy());
        format!("    ({name:?}, include_str!({path:?})),\n")
    };
    Ok(format!("&[\n{}]\n", files.iter().map(row).collect::<String>()))
}
