//! `missing_value_arithmetic`: a reply that may be null, used as if there always were one.

use super::{Context, Lint, Needs, Soundness};
use crate::hash::HashSet;
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort, UnaryOperator};
use crate::calls::{Caught, Site, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::server::reply::Reply;
use crate::usage::Meaning;
use crate::values::{Kinds, Origin};

pub(crate) static LINT: Lint = Lint {
    name: "missing_value_arithmetic",
    summary: "a reply that is null where nothing is stored, used without a test: then it raises",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

/// Commands after which a script may know that something is there.
const TELLS: &str = "exists hexists hget hincrby hlen hmset hset hsetnx incr incrby lindex llen lpush rpush sadd scard \
     set setex setnx psetex sismember strlen ttl pttl type zadd zcard zincrby zscore";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen = HashSet::default();
    let mut found = Vec::new();
    for (id, expression) in context.chunk().of_any(&[Sort::Binary, Sort::Unary, Sort::Index, Sort::Call]) {
        for (operand, doing) in operands(context, expression) {
            let Some(call) = missing(context, operand) else { continue };
            if seen.insert(call) {
                found.extend(finding(context, id, operand, call, doing));
            }
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    place: ExpressionId,
    operand: ExpressionId,
    call: ExpressionId,
    doing: &str,
) -> Option<Diagnostic> {
    let site = context.facts().calls.at(call)?;
    let command = shown(site.command()?);
    let message = format!("`{command}` replies null where nothing is stored: {doing} raises");
    let written = context.written(operand).filter(|written| written.len() < 40);
    let is_text = context.values().of(operand).kinds.has(Kinds::STRING);
    let help = match (written, doing) {
        (None, _) => "put `or` and a default behind it, or test it first".to_owned(),
        (Some(written), "an element of null" | "to go through null") => format!("test it first: `if {written} then`"),
        (Some(written), "a concatenation with null" | "the length of null") => {
            format!("write `({written} or '')`, or test it first")
        }
        (Some(written), _) if is_text => format!("write `(tonumber({written}) or 0)`, or test it first"),
        (Some(written), _) => format!("write `({written} or 0)`, or test it first"),
    };
    Some(LINT.finding(message).at(context.chunk()[place].span).with_help(help))
}

/// The operands that must be there, and what is done to them.
fn operands(context: &Context<'_>, expression: &Expression) -> Vec<(ExpressionId, &'static str)> {
    use BinaryOperator::{Add, Concatenate, Divide, Modulo, Multiply, Power, Subtract};
    use BinaryOperator::{Greater, GreaterEqual, Less, LessEqual};
    match &expression.kind {
        ExpressionKind::Binary { operator, left, right } => {
            let doing = match operator {
                Add | Subtract | Multiply | Divide | Modulo | Power => "arithmetic on null",
                Concatenate => "a concatenation with null",
                Less | LessEqual | Greater | GreaterEqual => "an order of null and a number",
                _ => return Vec::new(),
            };
            vec![(*left, doing), (*right, doing)]
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => vec![(*operand, "arithmetic on null")],
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => vec![(*operand, "the length of null")],
        ExpressionKind::Index { object, .. } => vec![(*object, "an element of null")],
        ExpressionKind::Call { callee, arguments } => {
            match (context.names().global(context.chunk(), *callee), &arguments[..]) {
                (Some("ipairs" | "pairs" | "unpack"), [list, ..]) => vec![(*list, "to go through null")],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// The call whose null the value may be, if nothing says that there is a value.
fn missing(context: &Context<'_>, operand: ExpressionId) -> Option<ExpressionId> {
    let value = context.values().of(operand);
    let (Origin::Reply(call) | Origin::Part(call)) = value.origin else { return None };
    let site = context.facts().calls.at(call).filter(|site| site.caught == Caught::No)?;
    let nullable = matches!(
        site.reply,
        Reply::BulkOrNull | Reply::IntegerOrNull | Reply::ArrayOrNull | Reply::Values(_)
    );
    let falsy = value.kinds.has(Kinds::FALSY);
    (nullable && falsy && !context.facts().calls.sets_protocol && !is_told(context, site)).then_some(call)
}

/// Whether an earlier call asks for the same key, or writes it.
fn is_told(context: &Context<'_>, site: &Site) -> bool {
    let Some(key) = site.words.get(1) else { return false };
    let tells = |other: &&Site| {
        let name = other.command().map_or("", |command| command.name);
        other.span.start < site.span.start && TELLS.split_ascii_whitespace().any(|told| told == name)
    };
    let mut earlier = context.sites().iter().filter(tells).filter_map(|other| other.words.get(1));
    earlier.any(|other| is_same(context, *key, *other))
}

fn is_same(context: &Context<'_>, one: ExpressionId, other: ExpressionId) -> bool {
    let (chunk, names) = (context.chunk(), context.names());
    let meaning = names.meaning(one);
    let text = names.string(chunk, one);
    matches!(meaning, Meaning::Element(..)) && meaning == names.meaning(other)
        || text.is_some() && text == names.string(chunk, other)
        || chunk.local(one).is_some() && chunk.local(one) == chunk.local(other)
}
