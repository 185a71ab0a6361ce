//! Fails if a call costs more instructions than it did: `guard <folder>`. Profiles are kept in the folder.

use std::{env, io, path::Path, process::ExitCode};

use redis_script_benches::{
    fake,
    guard::{self, GUARDED, Ratio},
    measure,
};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [folder] = &args[..] else {
        eprintln!("usage: guard <folder>");
        return ExitCode::from(2);
    };
    match run(Path::new(folder)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("guard: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> io::Result<bool> {
    let paths: Vec<String> = GUARDED.iter().flat_map(|&(ours, baseline)| [ours, baseline]).map(str::to_owned).collect();
    let counts = measure::instructions(fake::start()?, folder, &paths)?;
    if counts.is_empty() {
        println!("instructions: not measured, there is no valgrind");
        return Ok(true);
    }
    let ratios = guard::ratios(&counts)?;
    println!("instructions in parts of redis::Script's, in the same run:");
    for ratio in &ratios {
        println!("  {:18} {:.3}, checked in {:.3}{}", ratio.path, ratio.now, ratio.before, verdict(ratio));
    }
    if ratios.len() < GUARDED.len() {
        return Err(io::Error::other("some paths are not checked in: cargo xtask bench --counts --bless"));
    }
    let worse = ratios.iter().filter(|ratio| ratio.is_worse()).count();
    if worse > 0 {
        eprintln!("guard: {worse} paths cost over 3 % more; the profiles are in {}", folder.display());
        eprintln!("guard: if that is meant, cargo xtask bench --counts --bless checks the new counts in");
    }
    Ok(worse == 0)
}

fn verdict(ratio: &Ratio) -> &'static str {
    match (ratio.is_worse(), ratio.is_better()) {
        (true, _) => " (worse)",
        (_, true) => " (better: `cargo xtask bench --counts --bless` checks that in)",
        _ => "",
    }
}
