//! `unknown_api_field`: a field of a library table that the server doesn't have.

use super::trials::Trials;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{ExpressionId, ExpressionKind, Sort};
use crate::closest::Closest;
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::Texts;
use crate::server::sandbox;
use crate::usage::{Marks, Meaning, tested_expressions};
use crate::values::Kinds;

pub(crate) static LINT: Lint = Lint {
    name: "unknown_api_field",
    summary: "a field of `redis`, `string` or another library that the server doesn't have: it is nil",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    if context.usage().environment.is_some() {
        return Vec::new();
    }
    let mut found =
        if names.members().iter().any(|id| is_lacking(context, *id)) { fields(context) } else { Vec::new() };
    let trials = context.trials();
    // With it, texts could be given other methods.
    if names.first_use(&["getmetatable"]).is_some() {
        return found;
    }
    for (_, expression) in chunk.of(Sort::Method) {
        if !trials.contain(chunk, expression.function) {
            found.extend(method(context, trials, &expression.kind));
        }
    }
    found
}

/// Whether it means a field that some server lacks: seldom, so that this is asked first.
fn is_lacking(context: &Context<'_>, id: ExpressionId) -> bool {
    let names = context.names();
    let Meaning::Member(..) = names.meaning(id) else { return false };
    let Some((table, field)) = names.member(id) else { return false };
    let here = |entry: &sandbox::Entry| entry.availability.everywhere(context.declaration.min_server);
    sandbox::fields(table).is_some() && !sandbox::field(table, field).is_some_and(here)
}

fn fields(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let (trials, targets) = (context.trials(), context.targets());
    let tested = tested(context);
    let (mut called, mut aliased) = (Marks::new(chunk), Marks::new(chunk));
    for (_, expression) in chunk.of(Sort::Call) {
        let ExpressionKind::Call { callee, .. } = expression.kind else { continue };
        called.insert(callee);
        // `local pack = table.pack; pack(..)` is one fault, at the call.
        if let Meaning::Member(field, _) = names.meaning(callee)
            && field != callee
        {
            aliased.insert(field);
        }
    }
    let mut found = Vec::new();
    for id in names.members() {
        let (id, expression) = (*id, &chunk[*id]);
        let Some((table, field)) = names.member(id) else { continue };
        let read = matches!(names.meaning(id), Meaning::Member(found, _) if found == id) && !aliased.contains(id);
        let call = called.contains(id);
        let skipped = targets.contains(id)
            || trials.tried.contains(id)
            || tested.contains(qualified(table, field).as_bytes())
            || trials.contain(chunk, expression.function);
        if (read || call) && !skipped {
            let finding = unknown(context, trials, table, field, call);
            found.extend(finding.map(|finding| finding.at(expression.span)));
        }
    }
    found
}

/// The fields that the script tests for being there.
fn tested(context: &Context<'_>) -> Texts {
    let mut tested = Texts::default();
    for id in tested_expressions(context.chunk(), context.names()).list() {
        if let Some((table, field)) = context.names().member(*id) {
            tested.insert(qualified(table, field).as_bytes());
        }
    }
    tested
}

fn qualified(table: &str, field: &str) -> String {
    format!("{table}.{field}")
}

/// `text:split(',')`: a method of a text is a field of `string`.
fn method(context: &Context<'_>, trials: &Trials, call: &ExpressionKind) -> Option<Diagnostic> {
    let ExpressionKind::Method { object, name, .. } = call else { return None };
    let kinds = context.values().of(*object).kinds;
    if !kinds.only(Kinds::STRING | Kinds::FALSY) || !kinds.has(Kinds::STRING) {
        return None;
    }
    let field = std::str::from_utf8(context.names().string(context.chunk(), *name)?).ok()?;
    let finding = unknown(context, trials, "string", field, true)?;
    Some(finding.at(context.chunk()[*name].span))
}

fn unknown(context: &Context<'_>, trials: &Trials, table: &str, field: &str, call: bool) -> Option<Diagnostic> {
    let fields = sandbox::fields(table)?;
    let effect = if call { "to call it raises" } else { "it is nil" };
    let mut finding = match sandbox::field(table, field) {
        None => LINT.finding(format!("there is no `{table}.{field}`: {effect}")),
        Some(_) if trials.asks_for_version => return None,
        Some(entry) => {
            let lacking = entry.availability.missing(context.declaration.min_server)?;
            LINT.finding(format!("`{table}.{field}` does not exist on {lacking}: {effect}"))
                .with_help(format!("raise `min_server`, or test for it: `if {table}.{field} then`"))
        }
    };
    if !call {
        finding.level = Level::Warn;
    }
    if finding.help.is_none() {
        let mut closest = Closest::to(field);
        for entry in fields {
            closest.offer(entry.name);
        }
        finding.help = match (instead(table, field), closest.found()) {
            (Some(help), _) => Some(help.to_owned()),
            (None, Some(close)) => Some(format!("did you mean `{table}.{close}`?")),
            (None, None) => None,
        };
    }
    Some(finding)
}

/// What Lua 5.1 or the server has instead.
fn instead(table: &str, field: &str) -> Option<&'static str> {
    Some(match (table, field) {
        ("table", "unpack") => "write `unpack(..)`",
        ("table", "pack") => "write `{n = select('#', ...), ...}`",
        ("math", "tointeger") => "write `math.floor(x)`",
        ("math", "type") => "all numbers are doubles: write `x == math.floor(x)`",
        ("string", "pack") => "write `struct.pack(..)`",
        ("string", "unpack") => "write `struct.unpack(..)`",
        ("os", "time" | "date" | "difftime") => "write `redis.call('TIME')[1]`",
        ("redis", "register_function") => "only `FUNCTION LOAD` has it",
        ("redis", "sha1") => "write `redis.sha1hex(..)`",
        ("redis", "error") => "write `redis.error_reply(..)`",
        ("redis", "status") => "write `redis.status_reply(..)`",
        ("cjson", "empty_array" | "array_mt" | "empty_array_mt") => {
            "an empty table is encoded as `{}`: write the text `'[]'`"
        }
        _ => return None,
    })
}
