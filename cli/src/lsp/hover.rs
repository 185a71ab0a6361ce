//! What is said of the thing under the cursor.

use super::Server;
use super::places::{Element, element};
use crate::sources::shown;
use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use redis_script_analysis::server::Versions;
use redis_script_analysis::server::command::Command;
use redis_script_analysis::{Header, MinServer, Script, Span, Vector, Version};
use serde_json::{Value, json};

/// The command or the element of `KEYS` or `ARGV` at the position; null elsewhere.
pub(super) fn hover(server: &mut Server, params: &HoverParams) -> Value {
    let at = &params.text_document_position_params;
    let Some(document) = server.documents.get(&at.text_document.uri) else { return Value::Null };
    if document.is_rust() {
        return Value::Null;
    }
    let (Some(offset), Ok(script)) = (document.offset(at.position), Script::parse(&document.input.text)) else {
        return Value::Null;
    };
    let said: Option<(Span, String)> = if let Some((span, command)) = script.command_at(offset) {
        let declarations = server.checker.declarations(&document.input, &script);
        let servers = declarations.first().map(|declaration| declaration.min_server).unwrap_or_default();
        Some((span, about_command(command, servers)))
    } else {
        element(&script, offset).map(|element| {
            let (annotations, _) = server.checker.declared.of(&document.input.path);
            let declared: Vec<String> = annotations
                .iter()
                .map(|annotation| {
                    let parameters = match element.vector {
                        Vector::Keys => &annotation.keys,
                        Vector::Argv => &annotation.args,
                    };
                    let parameter = parameters.get(element.index).unwrap_or("not declared");
                    let place = shown(&annotation.source).display().to_string();
                    format!("`{parameter}` of `{}` ({place}:{})", annotation.function, annotation.line)
                })
                .collect();
            (element.span, about_element(&script, &element, &declared))
        })
    };
    let Some((span, text)) = said else { return Value::Null };
    json!(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: text }),
        range: Some(document.range(span)),
    })
}

fn about_element(script: &Script, element: &Element, declared: &[String]) -> String {
    let name = match element.vector {
        Vector::Keys => format!("KEYS[{}]", element.index),
        Vector::Argv => format!("ARGV[{}]", element.index),
    };
    if !declared.is_empty() {
        return format!("`{name}` is {}", declared.join(", and "));
    }
    let header = Header::of(script);
    let entries = if element.vector == Vector::Keys { &header.keys } else { &header.args };
    let described = u32::try_from(element.index).ok().and_then(|index| entries.name(index));
    match described {
        Some(described) => format!("`{name}` is `{described}`, by the script's own comment"),
        None => format!("`{name}`: no Rust function is known that runs this script"),
    }
}

fn about_command(command: &Command, servers: MinServer) -> String {
    let name = command.name.replace('|', " ").to_uppercase();
    let words = name.split(' ').count();
    let least = usize::from(command.arity.unsigned_abs()).saturating_sub(words);
    let plural = if least == 1 { "" } else { "s" };
    let at_least = if command.arity < 0 { "at least " } else { "" };
    let does = match (command.writes(), command.only_reads()) {
        (true, _) => "writes",
        (_, true) => "only reads",
        _ => "neither reads nor writes keys",
    };
    let mut lines = vec![
        format!("**{name}**: {at_least}{least} argument{plural} (arity {}), {does}", command.arity),
        format!(
            "{}; {}",
            versions("Redis", command.availability.redis),
            versions("Valkey", command.availability.valkey)
        ),
    ];
    if let Some(missing) = command.availability.missing(servers) {
        lines.push(format!("**not on {missing}**, which the script must run on"));
    }
    if command.refused_in_scripts(servers) {
        lines.push("**refused in scripts**".to_owned());
    }
    if command.denied_when_out_of_memory() {
        lines.push("refused when the server is out of memory".to_owned());
    }
    if command.blocks() {
        lines.push("doesn't block in a script: it answers as if its time were over".to_owned());
    }
    let page = command.name.replace('|', "-");
    lines.push(format!("[what it does](https://redis.io/docs/latest/commands/{page}/)"));
    lines.join("  \n")
}

fn versions(product: &str, versions: Versions) -> String {
    match versions {
        Versions::All => format!("on every {product}"),
        Versions::Since(Version(major, minor)) => format!("since {product} {major}.{minor}"),
        Versions::Before(Version(major, minor)) => format!("before {product} {major}.{minor}"),
        Versions::Never => format!("on no {product}"),
        Versions::SomeBuilds => format!("on some builds of {product}"),
    }
}
