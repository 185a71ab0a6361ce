//! Which server's executable is started.

use std::{
    env, fmt,
    path::{Path, PathBuf},
};

/// Names the server to use in place of what is found.
const SERVER: &str = "REDIS_SCRIPT_SERVER";
const NAMES: [&str; 2] = ["redis-server", "valkey-server"];

/// No server was found.
#[derive(Clone, Debug)]
pub struct NotFound {
    /// What the environment variable said, if it said something that isn't there.
    named: Option<PathBuf>,
}

/// Finds the server, in the order that the module's documentation gives.
pub(super) fn find() -> Result<PathBuf, NotFound> {
    if let Some(named) = env::var_os(SERVER).filter(|name| !name.is_empty()).map(PathBuf::from) {
        let found = if named.components().count() > 1 { is_file(named.clone()) } else { on_path(&named) };
        return found.ok_or(NotFound { named: Some(named) });
    }
    NAMES
        .iter()
        .find_map(|name| on_path(Path::new(name)))
        .or_else(|| target_folders().iter().find_map(|target| unpacked(&target.join("servers"))))
        .ok_or(NotFound { named: None })
}

fn on_path(name: &Path) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| is_file(folder.join(name)))
}

fn unpacked(servers: &Path) -> Option<PathBuf> {
    let inner = std::fs::read_dir(servers).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<PathBuf> = inner.filter(|path| path.is_dir()).collect();
    // `cargo xtask` keeps the machine's own server in the first of these, and other versions beside it.
    folders.sort_by_key(|folder| (folder.ends_with("redis-tools"), folder.clone()));
    folders.push(servers.to_owned());
    folders.reverse();
    folders.iter().find_map(|folder| NAMES.iter().find_map(|name| is_file(folder.join(name))))
}

/// Where the build's output may be: cargo runs tests in their package's folder, and the workspace's root
/// is that folder or one above it.
fn target_folders() -> Vec<PathBuf> {
    let named = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| env::current_dir().ok());
    let above = package.iter().flat_map(|folder| folder.ancestors()).map(|folder| folder.join("target"));
    named.into_iter().chain(above).collect()
}

fn is_file(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then(|| std::path::absolute(&path).unwrap_or(path))
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.named {
            Some(named) => write!(f, "{SERVER} names {}, which is no server's executable", named.display())?,
            None => write!(f, "no {} or {} on the PATH or in target/servers", NAMES[0], NAMES[1])?,
        }
        f.write_str(
            "\nhelp: install one (Debian, Ubuntu: `sudo apt-get install redis-server`; macOS: `brew install valkey`), \
             or name one: `export REDIS_SCRIPT_SERVER=/path/to/redis-server`",
        )
    }
}

impl std::error::Error for NotFound {}
