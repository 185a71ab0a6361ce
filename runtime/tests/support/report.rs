//! What `cargo xtask matrix` is told beside a test's verdict.

use std::{fmt::Display, fs::OpenOptions, io::Write as _};

use redis_script::testing::{Server, Version};

/// Names the file that it is written to.
const FILE: &str = "REDIS_SCRIPT_REPORT";

/// Whether the server lacks something that was added in 7.0, such as `EVALSHA_RO` and shebang lines; then this test, or
/// the rest of it, is an exception, and reported as one.
pub fn is_exception(server: &Server, lacks: &str) -> bool {
    let lacking = matches!(server.version(), Version::Redis(..7, _));
    if lacking {
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        write(format_args!("exception\t{test}\t{lacks}"));
    }
    lacking
}

/// One write for each line, since tests run beside each other.
pub fn write(line: impl Display) {
    if let Some(file) = std::env::var_os(FILE) {
        let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}
