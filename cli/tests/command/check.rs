use crate::place::Place;
use serde_json::json;

const CLEAN: &str = "return redis.call('GET', KEYS[1])\n";
const BROKEN: &str = "local x = (\n";
const OUT_OF_RANGE: &str = "return redis.call('GET', KEYS[2])\n";

#[test]
fn the_exit_status_says_how_it_went() {
    let place = Place::with(&[("clean.lua", CLEAN), ("broken.lua", BROKEN)]);
    for (arguments, status) in [
        (&["check", "clean.lua"][..], 0),
        (&["check", "broken.lua"], 1),
        (&["check", "clean.lua", "broken.lua"], 1),
        (&["check"], 1),
        (&["check", "missing.lua"], 2),
        (&["check", "missing.lua", "broken.lua"], 2),
        (&["check", "--keys", "many", "clean.lua"], 2),
        (&["check", "--min-server", "0.1", "clean.lua"], 2),
        (&["check", "--deny", "no_such_rule", "clean.lua"], 2),
        (&["check", "--format", "xml", "clean.lua"], 2),
        (&["no-such-command"], 2),
        (&[], 2),
    ] {
        let ran = place.run(arguments);
        assert_eq!(ran.status, status, "{arguments:?}\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn cargo_puts_its_own_word_in_front() {
    let place = Place::with(&[("broken.lua", BROKEN)]);
    let (cargo, direct) = (place.run(&["redis-script", "check"]), place.run(&["check"]));
    assert_eq!((cargo.status, &cargo.out), (direct.status, &direct.out));
    assert_eq!(cargo.status, 1);
    assert!(place.run(&["redis-script", "--help"]).out.contains("Usage: cargo redis-script"));
}

#[test]
fn json_is_one_object_a_line() {
    let place = Place::with(&[("a.lua", "local s = 'ä'\nreturn redis.call('GET', KEYS[2], s)\n")]);
    let ran = place.run(&["check", "--keys", "1", "--format", "json", "a.lua"]);
    let found = ran.objects();
    let finding = found.iter().find(|finding| finding["lint"] == "key_out_of_range").expect(&ran.out);
    let fields: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = ["file", "lint", "level", "line", "column", "end_line", "end_column", "message", "help"];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    let place = ["file", "level", "line", "column", "end_line", "end_column"].map(|field| finding[field].clone());
    assert_eq!(place, [json!("a.lua"), json!("error"), json!(2), json!(26), json!(2), json!(33)]);
    assert!(finding["message"].as_str().unwrap().contains("KEYS[2]"));
}

#[test]
fn columns_count_characters() {
    let place = Place::with(&[("a.lua", "local s = 'äöü' return redis.call('GET', KEYS[2], s)\n")]);
    let ran = place.run(&["check", "--keys", "1", "--format", "json", "a.lua"]);
    assert!(ran.findings().contains(&"key_out_of_range 1:42".to_owned()), "{}", ran.out);
}

#[test]
fn people_see_the_line_and_a_caret() {
    let place = Place::with(&[("lua/a.lua", OUT_OF_RANGE)]);
    let ran = place.run(&["check", "--keys", "1", "lua"]);
    for part in ["error[key_out_of_range]: ", "--> lua/a.lua:1:26", "^^^^^^^", "help: "] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(ran.err.contains("1 error") && ran.err.contains("in 1 script"), "{}", ran.err);
}

#[test]
fn directories_are_searched_for_scripts() {
    let files = ["a.lua", "b/c.lua", "b/d/e.lua", "b/notes.txt", ".hidden/f.lua", "target/g.lua"];
    let place = Place::with(&files.map(|file| (file, BROKEN)));
    place.write("target/CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55\n");
    let files = |arguments: &[&str]| -> Vec<String> {
        let all = [&["check", "--format", "json"], arguments].concat();
        place.run(&all).objects().iter().map(|finding| finding["file"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&[]), ["a.lua", "b/c.lua", "b/d/e.lua"]);
    assert_eq!(files(&["."]), ["a.lua", "b/c.lua", "b/d/e.lua"]);
    assert_eq!(files(&["b", "a.lua"]), ["b/c.lua", "b/d/e.lua", "a.lua"]);
    // What is named is checked, whatever it is called.
    assert_eq!(files(&["b/notes.txt", "target"]), ["b/notes.txt", "target/g.lua"]);
}

#[test]
fn a_directory_without_scripts_is_no_error() {
    let ran = Place::with(&[("notes.txt", "")]).run(&["check"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("there is no script to check here"), "{}", ran.err);
}

#[test]
fn standard_input_has_the_name_that_it_is_given() {
    let place = Place::with(&[]);
    let ran = place.run_with(&["check", "--format", "json", "--stdin-name", "lua/x.lua", "-"], BROKEN.as_bytes(), &[]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.objects()[0]["file"], "lua/x.lua");
    let ran = place.run_with(&["check", "-"], CLEAN.as_bytes(), &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    assert!(place.run_with(&["check", "-"], BROKEN.as_bytes(), &[]).out.contains("--> <stdin>:"));
}

#[test]
fn a_script_is_bytes() {
    let place = Place::with(&[]);
    place.write("latin1.lua", b"return 'caf\xe9'\n");
    place.write("nul.lua", b"return 'a\0b'\n");
    assert_ne!(place.run(&["check"]).status, 2);
}

#[test]
fn levels_are_set_in_the_order_of_the_command_line() {
    let place = Place::with(&[("a.lua", OUT_OF_RANGE)]);
    let check = |arguments: &[&str]| {
        let ran = place.run(&[&["check", "--keys", "1", "--format", "json"], arguments, &["a.lua"]].concat());
        let found = ran.objects();
        let finding = found.iter().find(|finding| finding["lint"] == "key_out_of_range");
        (ran.status, finding.map(|finding| finding["level"].as_str().unwrap().to_owned()))
    };
    let level = |level: &str| Some(level.to_owned());
    assert_eq!(check(&[]), (1, level("error")));
    assert_eq!(check(&["--allow", "key_out_of_range"]), (0, None));
    assert_eq!(check(&["--warn=key_out_of_range"]), (0, level("warn")));
    assert_eq!(check(&["--allow", "key_out_of_range", "--deny", "key_out_of_range"]), (1, level("error")));
    assert_eq!(check(&["--deny", "key_out_of_range", "--allow", "key_out_of_range"]), (0, None));
    assert_eq!(check(&["--allow", "unused_key,key_out_of_range"]), (0, None));
}

#[test]
fn what_cannot_be_suppressed_stays() {
    let place = Place::with(&[("broken.lua", BROKEN)]);
    assert_eq!(place.run(&["check", "--allow", "lua_syntax"]).status, 1);
}

#[test]
fn an_allow_for_all_scripts_may_be_unused_in_one() {
    let place = Place::with(&[("a.lua", CLEAN), ("b.lua", OUT_OF_RANGE)]);
    let ran = place.run(&["check", "--keys", "1", "--allow", "key_out_of_range,undefined_global"]);
    assert!(!ran.out.contains("unused_allow"), "{}", ran.out);
}

#[test]
fn a_misspelled_rule_is_told() {
    let ran = Place::with(&[]).run(&["check", "--deny", "key-out-of-rang"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean `key_out_of_range`?"), "{}", ran.err);
}

#[test]
fn colours_are_for_terminals() {
    let place = Place::with(&[("broken.lua", BROKEN)]);
    let colours = |variables: &[(&str, &str)]| {
        let ran = place.run_with(&["check"], b"", variables);
        (ran.out.contains('\x1b'), ran.err.contains('\x1b'))
    };
    assert_eq!(colours(&[]), (false, false));
    assert_eq!(colours(&[("CLICOLOR_FORCE", "1")]), (true, true));
    assert_eq!(colours(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), (false, false));
    let ran = place.run_with(&["check", "--format", "json"], b"", &[("CLICOLOR_FORCE", "1")]);
    assert!(!ran.out.contains('\x1b'));
}

#[test]
fn replies_are_compared_with_the_type_that_is_given() {
    let place = Place::with(&[("a.lua", "return 'many'\n")]);
    let found = |arguments: &[&str]| place.run(&[&["check", "--format", "json"], arguments].concat()).findings();
    assert_eq!(found(&[]), [""; 0]);
    assert_eq!(found(&["--returns", "String"]), [""; 0]);
    assert_eq!(found(&["--returns", "Option<my::Reply>"]), [""; 0]);
    for mismatch in ["u64", "Option<i64>", "redis::RedisResult<u64>"] {
        assert!(found(&["--returns", mismatch])[0].starts_with("return_type_mismatch 1:"), "{mismatch}");
    }
    let ran = place.run(&["check", "--returns", "Vec<"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("expected a Rust type"), "{}", ran.err);
}
