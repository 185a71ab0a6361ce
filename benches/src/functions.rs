//! What annotated functions cost the crate that has them, each with a script of its own, unoptimised.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    build_cost::{PRESENT, clean, ours, syn_user},
    compile::{App, Build},
    workload::SOURCE,
};

/// What the functions of a crate are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Functions {
    /// Annotated, and never called.
    Ours,
    /// Annotated, each called by another function. Of one that nobody calls, a compiler generates little.
    Called,
    /// The same with a `redis::Script` in each.
    ByHand,
    /// The same with nothing in each: what functions and calls cost anyway.
    Idle,
}

/// What a crate costs its compiler.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    pub clean: Build,
    /// After a change of one `.lua` file.
    pub touched: Build,
}

/// A crate with functions.
pub struct Crate {
    app: App,
    source: String,
    lua: PathBuf,
    bytes: usize,
}

impl Crate {
    /// Writes one with so many functions, each with a script of so many bytes. The strict lints are on.
    ///
    /// # Errors
    /// If its files can't be written.
    pub fn new(folder: &Path, functions: Functions, count: usize, bytes: usize) -> io::Result<Self> {
        let home = folder.join(format!("functions-{functions:?}-{count}-{bytes}"));
        let lua = home.join("lua");
        fs::create_dir_all(&lua)?;
        for index in 0..count.max(1) {
            fs::write(lua.join(format!("f{index}.lua")), script(index, bytes))?;
        }
        fs::write(home.join("redis-script.toml"), "[lints]\nstrict = \"deny\"\n")?;
        syn_user(folder)?;
        let (dependencies, source) = (format!("{PRESENT}{}", ours()), functions.source(count));
        let app = App::new(&home, &folder.join("target"), &dependencies, &source)?;
        Ok(Self { app, source, lua, bytes })
    }

    /// Runs `cargo check` or `cargo build`, its dependencies built, with everything compiled and with one script
    /// changed: the least of three, since what else a machine does only adds to it.
    ///
    /// # Errors
    /// If it fails.
    pub fn cost(&self, command: &str) -> io::Result<Cost> {
        self.app.cargo(&[command])?;
        let (mut all, mut touched) = (Vec::new(), Vec::new());
        for run in 0..3 {
            self.forget()?;
            all.push(self.app.cargo(&[command])?);
            fs::write(self.lua.join("f0.lua"), script(run + 1_000, self.bytes))?;
            touched.push(self.app.cargo(&[command])?);
        }
        Ok(Cost { clean: least(all), touched: least(touched) })
    }

    /// For how many seconds the compiler is in the macros, unless that isn't known: the least of ten, since it is half a
    /// second, and a machine that does something else for that long makes a third more of it.
    ///
    /// # Errors
    /// If the check fails.
    pub fn seconds_in_macros(&self) -> io::Result<Option<f64>> {
        let mut runs = Vec::new();
        for _ in 0..10 {
            self.forget()?;
            runs.extend(self.app.seconds_in_macros(&["check"])?);
        }
        Ok(runs.into_iter().min_by(f64::total_cmp))
    }

    /// Forgets what was compiled of the crate, but not its dependencies.
    fn forget(&self) -> io::Result<()> {
        fs::write(self.app.folder.join("src/main.rs"), &self.source)?;
        clean(&self.app, &["app".to_owned()])
    }
}

fn least(builds: Vec<Build>) -> Build {
    builds.into_iter().min_by(|one, other| one.total.total_cmp(&other.total)).unwrap_or_default()
}

impl Functions {
    fn source(self, count: usize) -> String {
        let mut source = "#![allow(dead_code)]\n".to_owned();
        for index in 0..count {
            let _ = writeln!(source, "{}", self.function(index));
        }
        source + &if self == Self::Ours { "fn main() {}\n".to_owned() } else { callers(count) }
    }

    fn function(self, index: usize) -> String {
        let parameters = "conn: &mut redis::aio::MultiplexedConnection, key: &str, a: u32, b: u32, c: u32, d: u32";
        match self {
            Self::Ours | Self::Called => format!(
                "#[redis_script::redis_script(file = \"lua/f{index}.lua\", keys = 1, args = (u32, u32, u32, u32))]\n\
                 pub async fn f{index}({parameters}) -> redis_script::Result<(bool, u64)>;"
            ),
            Self::ByHand => format!(
                "pub async fn f{index}({parameters}) -> redis::RedisResult<(bool, u64)> {{\n    \
                 static SCRIPT: std::sync::LazyLock<redis::Script> =\n        \
                 std::sync::LazyLock::new(|| redis::Script::new(include_str!(\"../lua/f{index}.lua\")));\n    \
                 SCRIPT.key(key).arg(a).arg(b).arg(c).arg(d).invoke_async(conn).await\n\
                 }}"
            ),
            Self::Idle => format!(
                "pub async fn f{index}({parameters}) -> redis::RedisResult<(bool, u64)> {{\n    \
                 let _ = (conn, key, a, b, c, d);\n    Ok((true, 1))\n}}"
            ),
        }
    }
}

/// Functions that call all others, ten each, and a `main` that may call those.
fn callers(count: usize) -> String {
    let (mut callers, mut calls) = (String::new(), String::new());
    for first in (0..count).step_by(10) {
        let _ = writeln!(callers, "async fn call{first}(conn: &mut redis::aio::MultiplexedConnection) {{");
        for index in first..count.min(first + 10) {
            let _ = writeln!(callers, "    let _ = f{index}(conn, \"key\", 1, 2, 3, 4).await;");
        }
        callers += "}\n";
        let _ = writeln!(calls, "        call{first}(conn).await;");
    }
    format!(
        "{callers}type Calls = fn(&mut redis::aio::MultiplexedConnection) -> std::pin::Pin<Box<dyn Future<Output = ()> + '_>>;\n\
         fn main() {{\n    let calls: Calls = |conn| Box::pin(async move {{\n        let _ = &conn;\n{calls}    }});\n    \
         std::hint::black_box(calls);\n}}\n"
    )
}

/// The token bucket, different for each function, with more commands in front of it up to its length.
fn script(index: usize, bytes: usize) -> String {
    let mut text = format!("-- {index}\n");
    for field in 0.. {
        let line = format!("redis.call('HSETNX', KEYS[1], 'field{field}', ARGV[1])\n");
        if text.len() + line.len() + SOURCE.len() > bytes {
            break;
        }
        text += &line;
    }
    text + SOURCE
}
