//! The wrong forms that the README shows are those that the compiler is asked about, and so are its answers:
//! the cases of `tests/ui/gallery`.

use std::fs;
use std::path::Path;

#[test]
fn each_wrong_form_is_shown_with_its_error() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(package.join("README.md")).unwrap();
    let mut cases = 0;
    for entry in fs::read_dir(package.join("../tests/ui/gallery")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let code = fs::read_to_string(&path).unwrap();
        let (_, code) = code.split_once("use redis_script::{Result, redis, redis_script};\n\n").unwrap();
        let code = code.strip_suffix("\n\nfn main() {}\n").unwrap();
        let error = fs::read_to_string(path.with_extension("stderr")).unwrap();
        let shown = format!("```rust\n{code}\n```\n\n```text\n{error}```\n");
        assert!(readme.contains(&shown), "not in the README, for {}:\n\n{shown}", path.display());
        cases += 1;
    }
    assert!(cases >= 4, "{cases} cases");
}
