use crate::place::Place;
use std::process::Command;

/// `sha1sum` of coreutils is the oracle.
#[test]
fn prints_what_sha1sum_prints() {
    let place = Place::with(&[("a.lua", "return 1"), ("b c.lua", ""), ("d\\e.lua", "#!lua\r\nreturn '\u{e9}'")]);
    place.write("nul.lua", b"return '\0\xff'");
    let files = ["a.lua", "b c.lua", "./a.lua", "d\\e.lua", "nul.lua"];
    let ran = place.run(&[&["sha1"][..], &files].concat());
    assert_eq!(ran.status, 0);
    let oracle = Command::new("sha1sum").args(files).current_dir(place.path()).output().expect("sha1sum");
    assert_eq!(ran.out, String::from_utf8(oracle.stdout).unwrap());
}

#[test]
fn reads_standard_input() {
    let ran = Place::with(&[]).run_with(&["sha1", "-"], b"return 1", &[]);
    assert_eq!(ran.out, "e0e1f9fabfc9d4800c877a703b823ac0578ff8db  -\n");
}

#[test]
fn a_missing_file_does_not_hide_the_others() {
    let place = Place::with(&[("a.lua", "return 1")]);
    let ran = place.run(&["sha1", "missing.lua", "a.lua"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, "e0e1f9fabfc9d4800c877a703b823ac0578ff8db  a.lua\n"));
    assert!(ran.err.contains("can't read `missing.lua`"), "{}", ran.err);
    assert_eq!(place.run(&["sha1"]).status, 2);
}
