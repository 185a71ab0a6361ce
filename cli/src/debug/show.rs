//! What the debugger says.

use crate::outcome::{BLUE, BOLD, RED};
use redis_script::redis::Value;
use std::io::{self, Write as _};

/// The lines that the value is a list of.
pub(super) fn lines(value: &Value) -> Vec<String> {
    let line = |item: &Value| match item {
        Value::SimpleString(line) => line.clone(),
        Value::Okay => "OK".to_owned(),
        other => reply_text(other, 0),
    };
    match value {
        Value::Array(items) => items.iter().map(line).collect(),
        other => vec![line(other)],
    }
}

/// A line, its mark in colour.
pub(super) fn line(line: &str) -> io::Result<()> {
    let style = match line {
        _ if line.starts_with("<error>") => RED,
        _ if line.starts_with("->") => BOLD,
        _ if line.starts_with('<') => BLUE,
        _ => anstyle::Style::new(),
    };
    writeln!(anstream::stdout(), "{style}{line}{style:#}")
}

/// What the script returns, as `redis-cli` writes it.
pub(super) fn reply(value: &Value) -> io::Result<()> {
    writeln!(anstream::stdout(), "{BOLD}=>{BOLD:#} {}", reply_text(value, 3))
}

fn reply_text(value: &Value, indent: usize) -> String {
    let mut text = String::new();
    write(value, indent, &mut text);
    text.trim_end().to_owned()
}

fn write(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Nil => out.push_str("(nil)\n"),
        Value::Int(number) => out.push_str(&["(integer) ", &number.to_string(), "\n"].concat()),
        Value::BulkString(bytes) => out.push_str(&["\"", &bytes.escape_ascii().to_string(), "\"\n"].concat()),
        Value::SimpleString(text) => out.push_str(&[text, "\n"].concat()),
        Value::Okay => out.push_str("OK\n"),
        Value::ServerError(error) => {
            out.push_str(&["(error) ", error.code(), " ", error.details().unwrap_or_default(), "\n"].concat());
        }
        Value::Array(items) if items.is_empty() => out.push_str("(empty array)\n"),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(&" ".repeat(indent));
                }
                let number = format!("{}) ", at + 1);
                out.push_str(&number);
                write(item, indent + number.len(), out);
            }
        }
        other => out.push_str(&[&format!("{other:?}"), "\n"].concat()),
    }
}
