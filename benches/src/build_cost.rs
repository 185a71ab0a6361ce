//! What depending on this project adds to a build.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::compile::App;

/// What an application has that uses the `redis` crate, and a macro that is built on syn 3.
pub(crate) const PRESENT: &str = "redis = { version = \"1.8.1\", features = [\"tokio-comp\"] }\n\
    tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n\
    has-syn = { path = \"../has-syn\" }\n";

/// The crates that were compiled for our sake, and what they cost.
#[derive(Clone, Debug, Default)]
pub struct Added {
    pub crates: BTreeMap<String, f64>,
}

impl Added {
    pub fn cpu_seconds(&self) -> f64 {
        self.crates.values().sum()
    }
}

/// What some dependencies add to a clean development build of an application, each measured in the same
/// way: the application is built without them first, so that only what is new is compiled. The middle one
/// of `runs`, by its sum.
///
/// # Errors
/// If a build fails.
pub fn added(folder: &Path, name: &str, dependencies: &str, runs: usize) -> io::Result<Added> {
    syn_user(folder)?;
    let target = folder.join("target");
    let present = App::new(&folder.join("present"), &target, PRESENT, "fn main() {}\n")?;
    // Both anew: else what was published between two runs would be ours.
    present.cargo(&["generate-lockfile"])?;
    present.cargo(&["build"])?;
    let present = present.packages()?;
    let app = App::new(&folder.join(name), &target, &format!("{PRESENT}{dependencies}"), "fn main() {}\n")?;
    app.cargo(&["generate-lockfile"])?;
    let mut new = app.packages()?;
    new.retain(|package| !present.contains(package));
    let mut all = Vec::new();
    for _ in 0..runs {
        clean(&app, &new)?;
        let mut crates = app.cargo(&["build"])?.crates;
        crates.remove("app");
        all.push(Added { crates });
    }
    all.sort_by(|one, other| one.cpu_seconds().total_cmp(&other.cpu_seconds()));
    Ok(all.swap_remove(runs / 2))
}

/// Our crates, as a dependency.
pub fn ours() -> String {
    format!("redis-script = {{ path = '{}' }}\n", runtime().display())
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, |root| root.join("runtime"))
}

/// A procedural macro that has syn 3 compiled for the host, as many published ones do.
pub(crate) fn syn_user(folder: &Path) -> io::Result<()> {
    let krate = folder.join("has-syn");
    fs::create_dir_all(krate.join("src"))?;
    fs::write(
        krate.join("Cargo.toml"),
        "[package]\nname = \"has-syn\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\nproc-macro = true\n\n\
         [dependencies]\nsyn = { version = \"3\", features = [\"full\"] }\nquote = \"1\"\nproc-macro2 = \"1\"\n",
    )?;
    fs::write(krate.join("src/lib.rs"), "")
}

/// Forgets these packages, so that the next build compiles them again.
pub(crate) fn clean(app: &App, packages: &[String]) -> io::Result<()> {
    let mut args = vec!["clean".to_owned()];
    for package in packages {
        args.extend(["-p".to_owned(), package.clone()]);
    }
    if args.len() > 1 {
        app.cargo(&args.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    Ok(())
}
