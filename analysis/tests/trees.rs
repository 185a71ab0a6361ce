//! What the parser makes of texts: `trees.txt`, where `REDIS_SCRIPT_BLESS=1` writes what is behind the
//! `----`. A local variable is shown with its number, a global one without, all operators with
//! parentheses; `[n]` before a function is its number, `^n` its parent's.

use redis_script_analysis::ast::{
    Block, Chunk, Expression, ExpressionId, ExpressionKind, Function, FunctionId, LocalId, Statement, StatementKind,
    TableItem, Varargs,
};
use redis_script_analysis::parser::parse;
use std::path::Path;

const SEPARATOR: &str = "\n----\n";
const END: &str = "\n====\n";

#[test]
fn say_what_is_written() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees.txt");
    let content = std::fs::read_to_string(&file).expect("the file is there");
    let texts = content.trim_end().trim_end_matches("====").trim_end().split(END);
    let texts = texts.map(|entry| entry.split(SEPARATOR).next().unwrap_or_default());
    let rendered = texts.fold(String::new(), |all, text| all + text + SEPARATOR + &shown(text) + END);
    if std::env::var_os("REDIS_SCRIPT_BLESS").is_some() {
        std::fs::write(&file, rendered).expect("the file can be written");
    } else {
        assert_eq!(rendered, content, "see what changed, then set REDIS_SCRIPT_BLESS=1");
    }
}

/// Every expression's span is the text that it was read from, and reads as the same again.
#[test]
fn spans_cover_what_they_are_for() {
    let text =
        "local a = 1 + f(x, 'y').b[2]:c{1, d = not e, [g] = ...} .. (h) return function(...) return arg end, -(#a)";
    let parsed = parse(text.as_bytes(), 0);
    assert_eq!(parsed.errors, []);
    let written = |expression: &Expression| String::from_utf8_lossy(expression.span.of(text.as_bytes())).into_owned();
    let all: Vec<String> = parsed.chunk.iter().map(|(_, expression)| written(expression)).collect();
    let expected = [
        "1",
        "f",
        "x",
        "'y'",
        "f(x, 'y')",
        "b",
        "f(x, 'y').b",
        "2",
        "f(x, 'y').b[2]",
        "c",
        "1",
        "d",
        "e",
        "not e",
        "g",
        "...",
        "{1, d = not e, [g] = ...}",
        "f(x, 'y').b[2]:c{1, d = not e, [g] = ...}",
        "1 + f(x, 'y').b[2]:c{1, d = not e, [g] = ...}",
        "h",
        "(h)",
        "1 + f(x, 'y').b[2]:c{1, d = not e, [g] = ...} .. (h)",
        "arg",
        "function(...) return arg end",
        "a",
        "#a",
        "(#a)",
        "-(#a)",
    ];
    assert_eq!(all, expected);
    let statements = &parsed.chunk[Chunk::MAIN].body.statements;
    assert_eq!(statements[0].span.of(text.as_bytes()), &text.as_bytes()[..text.find(" return").unwrap()]);
}

#[test]
fn comments_and_lines_are_the_files() {
    let text = b"#!lua flags=no-writes\n-- one\nlocal a --[[ two\n]] = 1 --three";
    let parsed = parse(text, 21);
    assert_eq!(parsed.errors, []);
    let comments: Vec<_> = parsed.comments.iter().map(|span| String::from_utf8_lossy(span.of(text))).collect();
    assert_eq!(comments, ["-- one", "--[[ two\n]]", "--three"]);
    let parsed = parse(b"#!lua\n\nx = = 1", 5);
    assert_eq!((parsed.errors[0].line, parsed.errors[0].span.start), (3, 11));
}

fn shown(text: &str) -> String {
    let parsed = parse(text.as_bytes(), 0);
    assert_eq!(parsed.errors, [], "{text}");
    let tree = Tree { chunk: &parsed.chunk };
    tree.block(&parsed.chunk[Chunk::MAIN].body)
}

struct Tree<'a> {
    chunk: &'a Chunk,
}

impl Tree<'_> {
    fn block(&self, block: &Block) -> String {
        block.statements.iter().map(|statement| self.statement(statement)).collect::<Vec<_>>().join("; ")
    }

    fn statement(&self, statement: &Statement) -> String {
        match &statement.kind {
            StatementKind::Local { names, values } => format!("local {} = {}", self.locals(names), self.list(values)),
            StatementKind::LocalFunction { name, function } => {
                format!("local function {} = {}", self.local(*name), self.one(*function))
            }
            StatementKind::Assignment { targets, values, function_statement } => {
                let word = if *function_statement { "function " } else { "" };
                format!("{word}{} = {}", self.list(targets), self.list(values))
            }
            StatementKind::Call(call) => self.one(*call),
            StatementKind::Do(body) => format!("do {} end", self.block(body)),
            StatementKind::While { condition, body } => {
                format!("while {} do {} end", self.one(*condition), self.block(body))
            }
            StatementKind::Repeat { body, condition } => {
                format!("repeat {} until {}", self.block(body), self.one(*condition))
            }
            StatementKind::If { arms, otherwise } => {
                let arms = arms
                    .iter()
                    .map(|(condition, body)| format!("if {} then {}", self.one(*condition), self.block(body)));
                let otherwise = otherwise.iter().map(|body| format!("else {}", self.block(body)));
                format!("{} end", arms.chain(otherwise).collect::<Vec<_>>().join(" "))
            }
            StatementKind::NumericFor { counter, start, limit, step, body } => {
                let step = step.map_or("-".to_owned(), |step| self.one(step));
                let range = format!("{}, {}, {step}", self.one(*start), self.one(*limit));
                format!("for {} = {range} do {} end", self.local(*counter), self.block(body))
            }
            StatementKind::GenericFor { names, values, body } => {
                format!("for {} in {} do {} end", self.locals(names), self.list(values), self.block(body))
            }
            StatementKind::Return(values) => format!("return {}", self.list(values)),
            StatementKind::Break => "break".to_owned(),
        }
    }

    fn local(&self, id: LocalId) -> String {
        format!("{}{}", self.chunk[id].name, id.0)
    }

    fn locals(&self, ids: &[LocalId]) -> String {
        ids.iter().map(|id| format!("{}:{:?}", self.local(*id), self.chunk[*id].kind)).collect::<Vec<_>>().join(", ")
    }

    fn list(&self, ids: &[ExpressionId]) -> String {
        ids.iter().map(|id| self.one(*id)).collect::<Vec<_>>().join(", ")
    }

    fn function(&self, id: FunctionId) -> String {
        let Function { parent, parameters, varargs, body, .. } = &self.chunk[id];
        let varargs = match varargs {
            Varargs::No => "",
            Varargs::Used => " ...used",
            Varargs::Arg => " ...arg",
        };
        let parent = parent.map_or(u32::MAX, |parent| parent.0);
        format!("[{}^{parent}]({}{varargs}) {} end", id.0, self.locals(parameters), self.block(body))
    }

    fn one(&self, id: ExpressionId) -> String {
        match &self.chunk[id].kind {
            ExpressionKind::Nil => "nil".to_owned(),
            ExpressionKind::True => "true".to_owned(),
            ExpressionKind::False => "false".to_owned(),
            ExpressionKind::Number(value) => format!("{value:?}"),
            ExpressionKind::String(value) => format!("'{}'", value.escape_ascii()),
            ExpressionKind::Vararg => "...".to_owned(),
            ExpressionKind::Function(function) => self.function(*function),
            ExpressionKind::Local(local) => self.local(*local),
            ExpressionKind::Global(name) => name.to_string(),
            ExpressionKind::Index { object, key } => format!("{}[{}]", self.one(*object), self.one(*key)),
            ExpressionKind::Call { callee, arguments } => format!("{}({})", self.one(*callee), self.list(arguments)),
            ExpressionKind::Method { object, name, arguments } => {
                format!("{}:{}({})", self.one(*object), self.one(*name), self.list(arguments))
            }
            ExpressionKind::Unary { operator, operand } => format!("({operator:?} {})", self.one(*operand)),
            ExpressionKind::Binary { operator, left, right } => {
                format!("({} {operator:?} {})", self.one(*left), self.one(*right))
            }
            ExpressionKind::Table(items) => {
                let items = items.iter().map(|item| match item {
                    TableItem::Positional(value) => self.one(*value),
                    TableItem::Keyed(key, value) => format!("[{}] = {}", self.one(*key), self.one(*value)),
                });
                format!("{{{}}}", items.collect::<Vec<_>>().join(", "))
            }
            ExpressionKind::Parenthesised(inner) => format!("<{}>", self.one(*inner)),
        }
    }
}
