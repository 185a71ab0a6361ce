use crate::place::Place;

#[test]
fn every_rule_is_in_the_table_and_has_a_page() {
    let place = Place::with(&[]);
    let table = place.run(&["lints"]);
    assert_eq!(table.status, 0);
    let names: Vec<&str> = table.out.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"key_out_of_range") && names.contains(&"lua_syntax"), "{}", table.out);
    for name in names {
        let page = place.run(&["explain", name]);
        assert_eq!(page.status, 0, "{name}: {}", page.err);
        assert!(page.out.contains(name), "{name}: {}", page.out);
    }
}

#[test]
fn an_unknown_rule_is_misuse() {
    let ran = Place::with(&[]).run(&["explain", "lua_sintax"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `lua_syntax`?"), "{}", ran.err);
}
