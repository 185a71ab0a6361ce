//! Each of the compiler's limits at its last good and its first bad value.

use crate::server::Server;
use crate::verdict::Verdict;
use std::fmt::Write as _;

/// What is repeated, how often it can be, and the text with so many of it.
type Case = (&'static str, usize, fn(usize) -> String);

const CASES: &[Case] = &[
    // LUAI_MAXVARS
    ("local variables", 200, |n| format!("local {}", names(n))),
    ("local statements", 200, |n| "local a ".repeat(n)),
    ("local functions", 200, |n| "local function a() end ".repeat(n)),
    ("local variables of a function", 200, |n| format!("return function()\nlocal {}\nend", names(n))),
    ("parameters", 200, |n| format!("return function({}) end", names(n))),
    ("parameters and the hidden arg", 199, |n| format!("return function({}, ...) end", names(n))),
    ("parameters and self", 199, |n| format!("function a:b({}) end", names(n))),
    ("names of a for", 197, |n| format!("for {} in a do end", names(n))),
    ("numeric for", 50, |n| format!("{}{}", "for i = 1, 2 do ".repeat(n), "end ".repeat(n))),
    ("variables before a for", 196, |n| format!("local {} for i = 1, 2 do end", names(n))),
    ("blocks with a variable each", 32767, |n| "do local a end\n".repeat(n)),
    // LUAI_MAXUPVALUES
    ("upvalues", 60, |n| format!("local {0} return function() return {{{0}}} end", names(n))),
    ("upvalues of a function in between", 60, |n| {
        format!("local {0}\nreturn function()\nreturn function() return {{{0}}} end end", names(n))
    }),
    // LUAI_MAXCCALLS
    ("parentheses", 198, |n| format!("return {}1{}", "(".repeat(n), ")".repeat(n))),
    ("not", 198, |n| format!("return {}1", "not ".repeat(n))),
    ("minus", 198, |n| format!("return {}a", "- ".repeat(n))),
    ("concatenation", 198, |n| format!("return a{}", "..a".repeat(n))),
    ("power", 198, |n| format!("return a{}", "^a".repeat(n))),
    ("tables", 199, |n| format!("return {}{}", "{".repeat(n), "}".repeat(n))),
    ("keys", 198, |n| format!("return {}a{}", "a[".repeat(n), "]".repeat(n))),
    ("calls", 198, |n| format!("return {}a{}", "a(".repeat(n), ")".repeat(n))),
    ("function values", 99, |n| format!("{}return 1 {}", "return function() ".repeat(n), "end ".repeat(n))),
    ("functions", 199, |n| format!("{}{}", "function a() ".repeat(n), "end ".repeat(n))),
    ("do", 199, |n| format!("{}{}", "do\n".repeat(n), "end ".repeat(n))),
    ("if", 199, |n| format!("{}{}", "if a then\n".repeat(n), "end ".repeat(n))),
    ("else", 199, |n| format!("{}{}", "if a then else\n".repeat(n), "end ".repeat(n))),
    ("while", 199, |n| format!("{}{}", "while a do\n".repeat(n), "end ".repeat(n))),
    ("repeat", 199, |n| format!("{}{}", "repeat\n".repeat(n), "until a ".repeat(n))),
    ("targets", 199, |n| format!("a{} = 1", ",\na".repeat(n))),
    ("targets in blocks", 189, |n| format!("{}a{} = 1 {}", "do ".repeat(10), ",\na".repeat(n), "end ".repeat(10))),
    // MAXSTACK
    ("arguments", 248, |n| format!("f({})", list("1", n))),
    ("arguments that are calls", 248, |n| format!("f({})", list("g()", n))),
    ("arguments, the last open", 247, |n| format!("f({}, ...)", list("1", n))),
    ("arguments of a method", 247, |n| format!("f:g({})", list("1", n))),
    ("values of a return", 249, |n| format!("return {}", list("a", n))),
    ("values of a return, one by one on lines", 249, |n| format!("return {}", list("a\n", n))),
    ("values of a local", 249, |n| format!("local a = {}", list("1", n))),
    ("values of an assignment", 249, |n| format!("a = {}", list("1", n))),
    ("operands of a concatenation in a call", 198, |n| format!("f(a{})", "..a".repeat(n))),
    ("calls behind locals", 49, |n| format!("local {} f({})", names(199), list("1", n))),
    ("tables in tables", 19, |n| format!("return {}{}", "{1,2,3,4,5,6,7,8,9,10,11,12,".repeat(n), "}".repeat(n))),
    ("tables in tables with keys", 124, |n| format!("return {}1{}", "{[a]=".repeat(n), "}".repeat(n))),
    ("arithmetic in parentheses", 99, |n| format!("return {}a{}", "a + (".repeat(n), ")".repeat(n))),
    // MAXARG_sBx
    ("if", 65535, |n| format!("if a then {}end", "b = c\n".repeat(n))),
    ("while", 65533, |n| format!("while a do {}end", "b = c\n".repeat(n))),
    ("repeat", 65534, |n| format!("repeat {}until a", "b = c\n".repeat(n))),
    ("numeric for", 65535, |n| format!("for i = 1, 2 do {}end", "b = c\n".repeat(n))),
    ("generic for", 65534, |n| format!("for i in a do {}end", "b = c\n".repeat(n))),
    ("break", 65531, |n| format!("while a do if b then break end {} break end", "b = c\n".repeat(n))),
    ("elseif", 65534, |n| format!("if a then elseif b then {}end", "b = c\n".repeat(n))),
    ("else", 65535, |n| format!("if a then {}else end", "b = c\n".repeat(n))),
    ("and", 65535, |n| format!("return a and {{{}}}", "b = c,\n".repeat(n))),
    ("or", 65535, |n| format!("f(a or {{{}}})", "[b] = 1,\n".repeat(n))),
    // MAXARG_Bx
    ("numbers", 262_143, |n| format!("return {{{}}}", (0..n).fold(String::new(), |all, i| all + &format!("{i},\n")))),
    ("strings", 262_143, |n| (0..n).fold(String::new(), |all, i| all + &format!("a{i}()\n"))),
    ("functions in a function", 262_143, |n| format!("return {{{}}}", "function() end,\n".repeat(n))),
];

#[test]
fn agrees_with_the_server_at_every_limit() {
    let mut server = Server::start();
    let mut wrong = String::new();
    for (name, most, text) in CASES {
        for (n, expected) in [(*most, true), (*most + 1, false)] {
            let text = text(n);
            let ours = Verdict::ours(text.as_bytes());
            let theirs = server.verdict(text.as_bytes());
            if !ours.agrees(theirs) || (theirs == Verdict::Accepted) != expected {
                let _ = writeln!(wrong, "{name}, {n}: ours {ours:?}, the server's {theirs:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// `a0, a1, ..`.
fn names(count: usize) -> String {
    (0..count).map(|i| format!("a{i}")).collect::<Vec<_>>().join(", ")
}

/// `item, item, ..`.
fn list(item: &str, count: usize) -> String {
    vec![item; count].join(", ")
}
