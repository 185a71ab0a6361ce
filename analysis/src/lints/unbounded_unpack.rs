//! `unbounded_unpack`: `unpack` of a list of any length, which raises from about 8,000 values on.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, UnaryOperator};
use crate::calls::{Site, shown};
use crate::declaration::Arity;
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Marks, Meaning, Vector, statements};
use crate::values::Origin;

pub(crate) static LINT: Lint = Lint {
    name: "unbounded_unpack",
    summary: "`unpack` of a list that nothing bounds: from about 8,000 values on, it raises",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

/// Commands whose reply grows with the data.
const WHOLE: &str = "hgetall hkeys hvals keys sdiff sinter smembers sort sort_ro sunion zdiff zinter zrangebylex \
     zrangebyscore zrevrangebylex zrevrangebyscore zunion";
/// The same, where their range goes to the end.
const RANGES: &str = "lrange zrange zrevrange";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (chunk, names) = (context.chunk(), context.names());
    let mut calls: Vec<(ExpressionId, &[ExpressionId])> = Vec::new();
    for (id, expression) in chunk.of(Sort::Call) {
        if let ExpressionKind::Call { callee, arguments } = &expression.kind
            && names.global(*callee) == Some("unpack")
            && !arguments.is_empty()
        {
            calls.push((id, arguments));
        }
    }
    if calls.is_empty() {
        return Vec::new();
    }
    let (counted, compared) = (counted(context), Bounded::new(context));
    let mut found = Vec::new();
    for &(id, arguments) in &calls {
        if !counted.contains(id) && !is_bounded(context, arguments) {
            found.extend(unbounded(context, id, arguments[0], &compared));
        }
    }
    found
}

fn unbounded(context: &Context<'_>, call: ExpressionId, list: ExpressionId, compared: &Bounded) -> Option<Diagnostic> {
    if compared.contains(context, list) {
        return None;
    }
    let what = match context.names().vector(list) {
        Some(vector) if is_fixed(context, vector) => return None,
        Some(vector) => vector.name().to_owned(),
        None => {
            let Origin::Reply(reply) = context.values().of(list).origin else { return None };
            let site = context.facts().calls.at(reply).filter(|site| is_whole(context, site))?;
            format!("the reply of `{}`", shown(site.command()?))
        }
    };
    let message = format!("`unpack` raises from about 8,000 values on, and nothing bounds {what}");
    let name = context.written(list).filter(|name| name.len() < 20).unwrap_or_else(|| "t".to_owned());
    let help = format!(
        "take it in parts: `for i = 1, #{name}, 1000 do .. unpack({name}, i, math.min(i + 999, #{name})) .. end`"
    );
    Some(LINT.finding(message).at(context.chunk()[call].span).with_help(help))
}

/// Whether the declaration says how many there are.
fn is_fixed(context: &Context<'_>, vector: Vector) -> bool {
    let declared = match vector {
        Vector::Keys => context.declaration.keys,
        Vector::Argv => context.declaration.args,
    };
    matches!(declared, Some(Arity { variadic: false, .. })) || context.usage().of(vector).escapes.is_some()
}

/// Whether the command replies with all that there is.
fn is_whole(context: &Context<'_>, site: &Site) -> bool {
    let Some(command) = site.command() else { return false };
    let is_one_of = |list: &str| list.split_ascii_whitespace().any(|name| name == command.name);
    let text = |word: &ExpressionId| context.names().string(context.chunk(), *word);
    let limited = || site.words.iter().any(|word| text(word).is_some_and(|word| word.eq_ignore_ascii_case(b"LIMIT")));
    let to_the_end = || {
        let Some(stop) = site.words.get(3) else { return false };
        context.names().meaning(*stop) == Meaning::Number(-1.0) || text(stop) == Some(b"-1")
    };
    !site.open && !limited() && (is_one_of(WHOLE) || is_one_of(RANGES) && to_the_end())
}

/// Whether a last index is given that isn't the list's own length.
fn is_bounded(context: &Context<'_>, arguments: &[ExpressionId]) -> bool {
    let Some(last) = arguments.get(2) else { return false };
    match context.chunk()[*last].kind {
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => !is_same(context, operand, arguments[0]),
        _ => true,
    }
}

fn is_same(context: &Context<'_>, one: ExpressionId, other: ExpressionId) -> bool {
    let (chunk, names) = (context.chunk(), context.names());
    let vector = names.vector(one);
    vector.is_some() && vector == names.vector(other)
        || chunk.local(one).is_some() && chunk.local(one) == chunk.local(other)
}

/// Calls of which a number of values is taken that is written out: `local a, b = unpack(KEYS)`.
fn counted(context: &Context<'_>) -> Marks<ExpressionId> {
    let mut counted = Marks::new(context.chunk());
    for (_, statement) in statements(context.chunk()) {
        if let StatementKind::Local { values, .. } | StatementKind::Assignment { values, .. } = &statement.kind {
            for value in values {
                counted.insert(*value);
            }
        }
    }
    counted
}

/// What has its length compared: `if #ARGV > 100 then return .. end`.
struct Bounded {
    vectors: Vec<Vector>,
    locals: Marks<LocalId>,
}

impl Bounded {
    fn new(context: &Context<'_>) -> Self {
        let (chunk, names) = (context.chunk(), context.names());
        let mut bounded = Self { vectors: Vec::new(), locals: Marks::new(chunk) };
        for &list in &compared_lengths(context) {
            if let Some(vector) = names.vector(list)
                && !bounded.vectors.contains(&vector)
            {
                bounded.vectors.push(vector);
            }
            if let Some(local) = chunk.local(list) {
                bounded.locals.insert(local);
            }
        }
        bounded
    }

    fn contains(&self, context: &Context<'_>, list: ExpressionId) -> bool {
        let (chunk, names) = (context.chunk(), context.names());
        names.vector(list).is_some_and(|vector| self.vectors.contains(&vector))
            || chunk.local(list).is_some_and(|local| self.locals.contains(local))
    }
}

fn compared_lengths(context: &Context<'_>) -> Vec<ExpressionId> {
    use BinaryOperator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    let chunk = context.chunk();
    let mut lists = Vec::new();
    for (_, expression) in chunk.of(Sort::Binary) {
        if let ExpressionKind::Binary {
            operator: Less | LessEqual | Greater | GreaterEqual | Equal | NotEqual,
            left,
            right,
        } = expression.kind
            && !is_zero(context, left)
            && !is_zero(context, right)
        {
            for &side in &[left, right] {
                if let ExpressionKind::Unary { operator: UnaryOperator::Length, operand } = chunk[side].kind {
                    lists.push(operand);
                }
            }
        }
    }
    lists
}

/// `#list > 0` bounds nothing.
fn is_zero(context: &Context<'_>, expression: ExpressionId) -> bool {
    context.names().meaning(expression) == Meaning::Number(0.0)
}
