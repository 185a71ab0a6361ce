//! The workspace's own commands, as a person types them.

use redis_script_tests::downstream::workspace;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.arg("xtask").args(arguments).current_dir(workspace());
    command
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = xtask(arguments).output().unwrap();
    (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[test]
fn a_wrong_command_line_exits_with_2_and_says_what_is_right() {
    for arguments in [
        &[][..],
        &["demonstrate"],
        &["demo", "now"],
        &["gallery", "no_such_program"],
        &["packages", "all"],
        &["servers", "redis-1.0"],
        &["matrix", "redis-1.0"],
        &["soak", "--seed"],
        &["soak", "now"],
        &["lua-files", "all"],
    ] {
        let (code, said) = run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
    }
    assert!(run(&["demonstrate"]).1.contains("unknown command `demonstrate`"));
    assert!(run(&["servers", "redis-1.0"]).1.contains("known are redis-6.2"));
    let (code, help) = run(&["help"]);
    assert_eq!(code, Some(0));
    for word in [
        "demo",
        "gallery",
        "test",
        "matrix",
        "faults",
        "soak",
        "packages",
        "servers",
        "lua-files",
        "--no-install",
        "REDIS_SCRIPT_SERVER",
    ] {
        assert!(help.contains(word), "no {word} in {help}");
    }
}

#[test]
fn a_wrong_server_is_a_mistake() {
    let output = xtask(&["demo"]).env("REDIS_SCRIPT_SERVER", "/nowhere/redis-server").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("`/nowhere/redis-server`"), "{said}");
}

/// Whether there is such a process.
fn is_running(process: &str) -> bool {
    let asked = Command::new("sh").args(["-c", "kill -0 \"$0\"", process]).stderr(Stdio::null()).status();
    asked.unwrap().success()
}

#[test]
fn killing_the_demo_ends_its_server() {
    let mut demo = xtask(&["demo"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    let mut lines = BufReader::new(demo.stdout.take().unwrap());
    lines.read_line(&mut first).unwrap();
    let process = first.split("process ").nth(1).and_then(|rest| rest.split(',').next()).unwrap().to_owned();
    assert!(is_running(&process), "{first}");
    // SIGKILL, to the very process that was started.
    demo.kill().unwrap();
    demo.wait().unwrap();
    let killed = Instant::now();
    while is_running(&process) {
        assert!(killed.elapsed() < Duration::from_secs(5), "the server outlives the demo");
        std::thread::sleep(Duration::from_millis(10));
    }
}
