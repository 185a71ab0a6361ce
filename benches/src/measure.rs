//! Counts what the paths cost.

use std::{
    collections::BTreeMap,
    env, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

/// Instructions of one call, by path. Nothing if there is no valgrind.
///
/// The profiles stay in `folder`, for `callgrind_annotate`.
///
/// # Errors
/// If the program can't be run, or its output can't be read.
pub fn instructions(server: SocketAddr, folder: &Path, filters: &[String]) -> io::Result<BTreeMap<String, f64>> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok(BTreeMap::new());
    }
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let out = folder.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--dump-before=*between_paths*", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(format!("--log-file={}", folder.join("valgrind.log").display()))
        .arg(beside("instructions")?)
        .arg(server.to_string())
        .args(filters);
    let lines = lines_of(&mut command)?;
    let mut counted = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        // One dump before the calls that count, and one behind them.
        let dump = folder.join(format!("callgrind.out.{}", 2 * index + 2));
        let (name, calls) = line.split_once(' ').ok_or_else(|| io::Error::other(line.clone()))?;
        let calls: f64 = calls.parse().map_err(io::Error::other)?;
        counted.insert(name.to_owned(), total(&dump)? / calls);
        fs::rename(&dump, folder.join(format!("callgrind.{}", name.replace('/', "."))))?;
        let _ = fs::remove_file(folder.join(format!("callgrind.out.{}", 2 * index + 1)));
    }
    Ok(counted)
}

/// The count that a profile ends with.
fn total(dump: &Path) -> io::Result<f64> {
    let text = fs::read_to_string(dump)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.split(' ').next()?.parse().ok());
    total.ok_or_else(|| io::Error::other(format!("{} has no totals", dump.display())))
}

fn beside(name: &str) -> io::Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name(name))
}

fn lines_of(command: &mut Command) -> io::Result<Vec<String>> {
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("{command:?} failed: {}\n{said}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
