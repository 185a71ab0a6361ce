//! Scripts out of many files: every place of the text is that of its file, as stock Lua 5.1 counts lines, and nothing
//! that someone writes makes the work long.

use fastrand::Rng;
use mlua::Lua;
use mlua::chunk::ChunkMode;
use redis_script_analysis::{Joined, Script, Source, Span};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Files by their paths; the one called `0.lua` is the script.
type Tree = HashMap<PathBuf, String>;

fn join(tree: &Tree) -> Joined {
    let load = |path: &Path| {
        let text = tree.get(path).ok_or("there is no such file")?.clone().into_bytes();
        Ok(Source { path: Some(path.to_owned()), text })
    };
    let top = load(Path::new("0.lua")).unwrap_or_else(|error: String| panic!("{error}"));
    Joined::new("0.lua", top, &mut |_, path| load(Path::new(path)))
}

/// A line that includes a file.
fn include(number: u64) -> String {
    format!("-- @include \"{number}.lua\"\n")
}

/// Files that include later ones, each of whose statements says where it is.
fn tree(seed: u64) -> Tree {
    let mut random = Rng::with_seed(seed);
    let files = random.u64(1..9);
    let file = |number: u64, random: &mut Rng| {
        let mut text = String::new();
        let line_end = ["\n", "\n", "\r\n", "\r", "\n\r"][random.usize(..5)];
        for line in 1..=random.u64(..9) {
            match random.u8(..5) {
                0 if number + 1 < files => {
                    let other = random.u64(number + 1..files);
                    text.push_str(include(other).trim_end());
                }
                1 => text.push_str("-- \u{e4} comment"),
                2 => {}
                _ => drop(write!(text, "mark('{number}.lua', {line})")),
            }
            text.push_str(line_end);
        }
        // Some end without a line end, and some only in a comment.
        text.push_str(["", "-- the end", "local last = 1"][random.usize(..3)]);
        (PathBuf::from(format!("{number}.lua")), text)
    };
    (0..files).map(|number| file(number, &mut random)).collect()
}

/// `error` at this level says where the function's caller is.
const MARK: &str = "seen = {}
    function mark(file, line)
        local _, place = pcall(function() error('', 4) end)
        seen[#seen + 1] = file .. ' ' .. line .. ' ' .. place:match(':(%d+): $')
    end";

#[test]
fn every_line_is_that_of_its_file() {
    let lua = Lua::new();
    let mut several = 0;
    for seed in 0..3000 {
        let tree = tree(seed);
        let joined = join(&tree);
        assert!(joined.errors().is_empty(), "{tree:?}: {:?}", joined.errors());
        let files = joined.files();
        several += u32::from(files.count() > 2);
        lua.load(MARK).exec().unwrap();
        lua.load(joined.text()).set_mode(ChunkMode::Text).exec().unwrap_or_else(|error| panic!("{tree:?}: {error}"));
        let seen: Vec<String> = lua.globals().get("seen").unwrap();
        for mark in seen {
            let parts: Vec<&str> = mark.split(' ').collect();
            let (file, line) = files.place(parts[2].parse().unwrap());
            assert_eq!((files.name(file), line.to_string().as_str()), (parts[0], parts[1]), "{tree:?}");
        }
        if files.count() > 1 {
            assert_places(&joined);
        }
    }
    assert!(several > 500, "only {several} scripts of several files");
}

/// Each byte is the byte of its file, and its line there the one that the runs say.
fn assert_places(joined: &Joined) {
    let (text, files) = (joined.text(), joined.files());
    let mut line = 1;
    for (at, byte) in text.iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        let (file, span) = files.locate(Span::new(at, at + 1));
        let own = span.of(files.text(file));
        assert!(own == [*byte] || own.is_empty() && *byte == b'\n', "{at}");
        if !own.is_empty() {
            assert_eq!(files.place(line), (file, files.line(file, span.start)));
        }
        line += u32::from(*byte == b'\n');
    }
}

#[test]
fn a_findings_span_may_be_anything() {
    let joined = join(&tree(7));
    for start in 0..200 {
        for end in [start, start + 1, start + 50, u32::MAX] {
            let (file, span) = joined.files().locate(Span::new(start, end));
            assert!(span.start <= span.end && file < joined.files().count());
        }
    }
}

/// Errors of a tree, and that it took no time.
fn refused(tree: &Tree) -> Vec<String> {
    let start = Instant::now();
    let joined = join(tree);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    joined.errors().iter().map(|(_, error)| error.message.clone()).collect()
}

fn file(number: usize, text: String) -> (PathBuf, String) {
    (PathBuf::from(format!("{number}.lua")), text)
}

#[test]
fn every_file_includes_every_other_and_each_is_there_once() {
    let all: String = (1..60).map(include).collect();
    let later = |from: usize| all.split_inclusive('\n').skip(from).collect::<String>();
    // Up to the depth that is allowed.
    let tree: Tree = (0..40).map(|number| file(number, format!("{}f({number})", later(number)))).collect();
    let tree: Tree = tree.into_iter().chain((40..60).map(|number| file(number, "g()".to_owned()))).collect();
    let joined = join(&tree);
    assert!(joined.errors().is_empty(), "{:?}", joined.errors());
    assert_eq!(joined.files().count(), 60);
    assert_eq!(joined.text().len(), (0..40).map(|number| format!("f({number})\n").len()).sum::<usize>() + 20 * 4 - 1);
}

#[test]
fn nothing_makes_it_long() {
    let chain: Tree = (0..5000).map(|at| file(at, format!("-- @include \"{}.lua\"\n", at + 1))).collect();
    assert_eq!(refused(&chain), ["files include each other more than 50 levels deep"]);

    let wide: String = (1..3000).map(include).collect();
    let wide: Tree = std::iter::once(file(0, wide)).chain((1..3000).map(|at| file(at, String::new()))).collect();
    assert_eq!(refused(&wide), ["the script has more than 1000 files"]);

    let large = "-- a line\n".repeat(200_000);
    let lines: String = (1..10).map(include).collect();
    let large: Tree = std::iter::once(file(0, lines)).chain((1..10).map(|at| file(at, large.clone()))).collect();
    assert_eq!(refused(&large), ["the script has more than 8 MiB"]);

    let circle: Tree = [file(0, "-- @include \"0.lua\"\n".repeat(50_000))].into();
    let found = refused(&circle);
    assert_eq!((found.len(), found[0].as_str()), (50_000, "files include each other in a circle: 0.lua -> 0.lua"));
}

#[test]
fn random_bytes_around_the_word_do_no_harm() {
    let pieces =
        ["-- @include", " \"1.lua\"", "\"", "\n", "--[[", "]]", "return", "local a", " = 1", "\r", "#!lua", "\u{e4}"];
    let mut random = Rng::with_seed(1);
    for _ in 0..20_000 {
        let mut text = || -> String { (0..random.usize(..12)).map(|_| pieces[random.usize(..pieces.len())]).collect() };
        let tree: Tree = [file(0, text()), file(1, text())].into();
        let joined = join(&tree);
        for (file, error) in joined.errors() {
            assert!(joined.files().snippet(*file, error).is_some());
        }
        if joined.errors().is_empty() {
            match Script::parse_joined(&joined) {
                Ok(script) => drop((script.check(&redis_script_analysis::Declaration::default()), script.header())),
                Err(errors) => {
                    drop(errors.into_iter().map(|error| joined.files().localised(error)).collect::<Vec<_>>());
                }
            }
        }
    }
}
