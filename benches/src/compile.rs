//! What a build costs: CPU seconds of each crate, told by cargo's own wrapper around the compiler; and how long the
//! compiler is in macros, told by its own profile.

use std::{
    collections::BTreeMap,
    env,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use analyzeme::ProfilingData;

/// Set for the compilers of a measured build: where their times are to be written.
const LOG: &str = "REDIS_SCRIPT_BENCH_COMPILE_LOG";
/// Set besides where a compiler is to profile itself: the folder for that.
const PROFILE: &str = "REDIS_SCRIPT_BENCH_PROFILE";

/// The CPU seconds of a build.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Cargo and all that it started.
    pub total: f64,
    pub wall: f64,
    /// By crate; one that is compiled twice is summed.
    pub crates: BTreeMap<String, f64>,
}

/// Where this program is started as the compiler's wrapper, runs the compiler and says so.
pub fn wrap() -> Option<ExitCode> {
    let log = env::var_os(LOG)?;
    let mut args = env::args_os().skip(1);
    let compiler = args.next()?;
    let mut args: Vec<_> = args.collect();
    let name = args.iter().skip_while(|arg| *arg != "--crate-name").nth(1).cloned();
    let mut command = Command::new(compiler);
    if name.as_ref().is_some_and(|name| name != "app") {
        as_published(&mut args);
    } else if let Some(folder) = env::var_os(PROFILE).filter(|_| name.is_some()) {
        profiled(&mut command, &folder);
    }
    let before = children_cpu();
    let status = command.args(&args).status();
    let spent = children_cpu() - before;
    if let Some(name) = name.as_ref().and_then(|name| name.to_str()).filter(|name| *name != "___") {
        // One write each: several compilers append at once.
        let line = format!("{name} {spent}\n");
        let file = fs::OpenOptions::new().create(true).append(true).open(log);
        let _ = file.and_then(|mut file| io::Write::write_all(&mut file, line.as_bytes()));
    }
    let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Some(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Has the compiler treat a crate of this repository as cargo has it treat one of a registry: it isn't compiled in
/// pieces for the sake of the next change, and nobody is told of its lints.
fn as_published(args: &mut Vec<OsString>) {
    let incremental = args.iter().position(|arg| arg.to_str().is_some_and(|arg| arg.starts_with("incremental=")));
    if let Some(at) = incremental {
        args.drain(at - 1..=at);
    }
    if !args.iter().any(|arg| arg == "--cap-lints") {
        args.extend(["--cap-lints".into(), "allow".into()]);
    }
}

/// Has the compiler write down what it does, which the stable one does only when it is told that it is no stable one.
fn profiled(command: &mut Command, folder: &OsStr) {
    let mut option = OsString::from("-Zself-profile=");
    option.push(folder);
    command.arg(option).arg("-Zself-profile-events=generic-activity").env("RUSTC_BOOTSTRAP", "1");
}

/// User and system seconds of all processes that this one has waited for.
fn children_cpu() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in parentheses, may hold anything; behind it the fields are numbers.
    let fields: Vec<&str> = stat.rsplit_once(") ").map_or(Vec::new(), |(_, rest)| rest.split(' ').collect());
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / TICKS
}

/// A crate that is written for a measurement.
pub struct App {
    pub folder: PathBuf,
    target: PathBuf,
}

impl App {
    /// Writes one with these dependencies, and an empty `main`.
    ///
    /// # Errors
    /// If its files can't be written.
    pub fn new(folder: &Path, target: &Path, dependencies: &str, main: &str) -> io::Result<Self> {
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
        );
        write_if_changed(&folder.join("Cargo.toml"), &manifest)?;
        write_if_changed(&folder.join("src/main.rs"), main)?;
        Ok(Self { folder: folder.to_owned(), target: target.to_owned() })
    }

    /// Runs cargo and says what it cost.
    ///
    /// # Errors
    /// If it fails.
    pub fn cargo(&self, args: &[&str]) -> io::Result<Build> {
        self.run(args, None)
    }

    /// Runs cargo, and says for how many seconds the crate's own compiler was in its macros: in their code, and in what
    /// that asks of the compiler. It isn't known where the compiler's profile can't be read.
    ///
    /// # Errors
    /// If it fails.
    pub fn seconds_in_macros(&self, args: &[&str]) -> io::Result<Option<f64>> {
        let folder = self.folder.join("profile");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        self.run(args, Some(&folder))?;
        let mut files = fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
        let Some(Ok(profile)) = files.next().map(|file| ProfilingData::new(&file)) else { return Ok(None) };
        let activities = profile.perform_analysis().query_data;
        let macros = activities.iter().find(|activity| activity.label == "expand_proc_macro");
        Ok(macros.map(|macros| macros.self_time.as_secs_f64()))
    }

    fn run(&self, args: &[&str], profile: Option<&Path>) -> io::Result<Build> {
        let log = self.folder.join("compile.log");
        let _ = fs::remove_file(&log);
        let (cpu, started) = (children_cpu(), Instant::now());
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(args)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTC_WRAPPER", env::current_exe()?)
            .env("CARGO_INCREMENTAL", "1")
            .env(LOG, &log)
            .envs(profile.map(|folder| (PROFILE, folder)))
            .stdin(Stdio::null())
            .output()?;
        let (total, wall) = (children_cpu() - cpu, started.elapsed().as_secs_f64());
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!("cargo {args:?} in {} failed:\n{said}", self.folder.display())));
        }
        let mut crates = BTreeMap::new();
        for line in fs::read_to_string(&log).unwrap_or_default().lines() {
            if let Some((name, seconds)) = line.split_once(' ') {
                *crates.entry(name.to_owned()).or_insert(0.0) += seconds.parse().unwrap_or(0.0);
            }
        }
        Ok(Build { total, wall, crates })
    }
}

impl App {
    /// The names of all packages that it is made of.
    ///
    /// # Errors
    /// If it has no lock file yet.
    pub fn packages(&self) -> io::Result<Vec<String>> {
        let lock = fs::read_to_string(self.folder.join("Cargo.lock"))?;
        let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        Ok(names.map(str::to_owned).collect())
    }
}

/// Keeps the time of a file that is as it should be, for cargo's sake.
fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text)
}
