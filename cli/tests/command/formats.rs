//! The forms of findings that other programs read.

use crate::place::Place;
use serde_json::{Value, json};

/// Findings with and without a place, on one line and on two, with a fix and without, of each level.
fn place() -> Place {
    Place::with(&[
        ("lua/a b.lua", "local s = 'ä' return redis.call('GET', KEYS[2], s)\n"),
        ("lua/list.lua", "x = redis.call(\n 'GET', KEYS[1]\n)\nreturn x == ARGV[1] > 5\n"),
        ("lua/shebang.lua", "#!LUA\nreturn 1\n"),
        ("lua/unread.lua", "-- redis-script: allow(global_write)\nreturn 1\n"),
        ("lua/clean.lua", "return 1\n"),
    ])
}

#[test]
fn sarif_has_what_its_schema_asks_for() {
    let ran = place().run(&["check", "--keys", "1", "--deny", "unused_allow", "--format", "sarif"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let log: Value = serde_json::from_str(&ran.out).expect(&ran.out);
    assert_eq!(keys(&log), ["$schema", "runs", "version"]);
    assert_eq!(log["version"], "2.1.0");
    let [run] = log["runs"].as_array().unwrap().as_slice() else { panic!("one run") };
    assert_eq!(keys(run), ["columnKind", "results", "tool"]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(keys(driver), ["name", "rules", "semanticVersion"]);
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        assert_eq!(keys(rule), ["defaultConfiguration", "help", "id", "shortDescription"]);
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "), "{rule}");
    }
    let results = run["results"].as_array().unwrap();
    for result in results {
        assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let [location] = result["locations"].as_array().unwrap().as_slice() else { panic!("{result}") };
        assert_eq!(keys(location), ["physicalLocation"]);
        if let Some(region) = location["physicalLocation"].get("region") {
            is_region(region);
        }
        for fix in result.get("fixes").map(|fixes| fixes.as_array().unwrap()).into_iter().flatten() {
            assert_eq!(keys(fix), ["artifactChanges", "description"]);
            let change = &fix["artifactChanges"][0];
            assert_eq!(keys(change), ["artifactLocation", "replacements"]);
            for replacement in change["replacements"].as_array().unwrap() {
                assert_eq!(keys(replacement), ["deletedRegion", "insertedContent"]);
                is_region(&replacement["deletedRegion"]);
            }
        }
    }
    let found: Vec<_> =
        results.iter().map(|result| (result["ruleId"].as_str().unwrap(), result["level"].as_str().unwrap())).collect();
    for expected in [
        ("key_out_of_range", "error"),
        ("unused_allow", "error"),
        ("invalid_shebang", "error"),
        ("global_write", "error"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    let place = &results.iter().find(|result| result["ruleId"] == "key_out_of_range").unwrap()["locations"][0]["physicalLocation"];
    let region = json!({ "startLine": 1, "startColumn": 40, "endLine": 1, "endColumn": 47 });
    assert_eq!(*place, json!({ "artifactLocation": { "uri": "lua/a%20b.lua" }, "region": region }));
    let fixed = results.iter().find(|result| result["ruleId"] == "global_write").unwrap();
    let insertion = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 });
    let replacement = json!({ "deletedRegion": insertion, "insertedContent": { "text": "local " } });
    assert_eq!(fixed["fixes"][0]["artifactChanges"][0]["replacements"], json!([replacement]));
    // Without a place in the script there is no region.
    assert!(results.iter().any(|result| result["locations"][0]["physicalLocation"].get("region").is_none()));
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// All four numbers, from 1, the end not before the start.
fn is_region(region: &Value) {
    assert_eq!(keys(region), ["endColumn", "endLine", "startColumn", "startLine"]);
    let [line, column, end_line, end_column] =
        ["startLine", "startColumn", "endLine", "endColumn"].map(|key| region[key].as_u64().unwrap());
    assert!(line >= 1 && column >= 1 && end_column >= 1, "{region}");
    assert!((line, column) <= (end_line, end_column), "{region}");
}

#[test]
fn sarif_is_a_log_even_of_nothing() {
    for place in [Place::with(&[("clean.lua", "return 1\n")]), Place::with(&[])] {
        let ran = place.run(&["check", "--format", "sarif"]);
        let log: Value = serde_json::from_str(&ran.out).expect(&ran.out);
        assert_eq!((ran.status, &log["runs"][0]["results"]), (0, &json!([])));
    }
}

#[test]
fn github_gets_a_command_a_line() {
    let place = place();
    let ran = place.run(&["check", "--keys", "1", "--format", "github"]);
    assert_eq!(ran.status, 1);
    for line in ran.out.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command)), "{line}");
        assert_eq!(line.matches("::").count(), 2, "{line}");
    }
    let range = "::error file=lua/a b.lua,line=1,endLine=1,col=40,endColumn=47,title=key_out_of_range::lua/a b.lua:1:40: the script reads KEYS[2], but `keys = 1` is declared%0Ahelp: ";
    assert!(ran.out.lines().any(|line| line.starts_with(range)), "{}", ran.out);
    // About what is declared: the file, and no columns.
    assert!(ran.out.contains("::error file=lua/clean.lua,line=1,title=unused_key::"), "{}", ran.out);
}

#[test]
fn github_escapes_what_would_end_a_value() {
    let place = Place::with(&[("a,b:50%.lua", "return KEYS[2]\n")]);
    let ran = place.run(&["check", "--keys", "1", "--format", "github"]);
    assert!(ran.out.contains("file=a%2Cb%3A50%25.lua,line=1,"), "{}", ran.out);
    assert!(ran.out.contains("::a,b:50%25.lua:1:8: "), "{}", ran.out);
}

#[test]
fn github_takes_paths_from_the_root_of_the_checkout() {
    let place = Place::with(&[("lua/a.lua", "return KEYS[2]\n")]);
    let root = place.path().parent().unwrap().to_str().unwrap();
    let name = place.path().file_name().unwrap().to_str().unwrap();
    let check = ["check", "--keys", "1", "--format", "github"];
    let ran = place.run_with(&check, b"", &[("GITHUB_WORKSPACE", root)]);
    assert!(ran.out.contains(&format!("file={name}/lua/a.lua,")), "{}", ran.out);
    let ran = place.run_with(&check, b"", &[("GITHUB_WORKSPACE", "/nowhere")]);
    assert!(ran.out.contains("file=lua/a.lua,"), "{}", ran.out);
}
