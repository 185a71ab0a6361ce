//! The verdict on Lua that people have written is that of stock Lua 5.1.
//!
//! The files are not part of the repository: `cargo xtask lua-files` fetches them into `target/lua-files`,
//! and `cargo xtask test` runs this. `$REDIS_SCRIPT_LUA_FILES` names another folder (all `*.lua` below it
//! are read).

use crate::random::{differs, stock};
use crate::recovery;
use crate::verdict::Verdict;
use mlua::Lua;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
#[ignore = "reads the files that `cargo xtask lua-files` fetches"]
fn agrees_with_stock_lua_on_real_code() {
    let folder = std::env::var_os("REDIS_SCRIPT_LUA_FILES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/lua-files"), PathBuf::from);
    let lua = Lua::new();
    let mut wrong = String::new();
    let (mut files, mut accepted) = (0, 0);
    for file in files_below(&folder) {
        let text = std::fs::read(&file).expect("the file can be read");
        files += 1;
        if Verdict::ours(&text) == Verdict::Accepted {
            accepted += 1;
            recovery::check(&text).unwrap_or_else(|error| panic!("{}: {error:.500}", file.display()));
        }
        if differs(&lua, &text) {
            let (ours, theirs) = (Verdict::ours(&text), stock(&lua, &text));
            let _ = writeln!(wrong, "{}: ours {ours:?}, stock Lua's {theirs:?}", file.display());
        }
        for cut in 1..8 {
            let shorter = &text[..text.len() * cut / 8];
            if differs(&lua, shorter) {
                let _ = writeln!(wrong, "{}: differs about the first {} bytes", file.display(), shorter.len());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(files >= 100, "only {files} files in {}", folder.display());
    assert!(accepted * 2 > files, "only {accepted} of {files} files are Lua 5.1");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("the folder can be read");
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind of file"));
        if kind.is_dir() {
            found.extend(files_below(&path));
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "lua") {
            found.push(path);
        }
    }
    found.sort();
    found
}
