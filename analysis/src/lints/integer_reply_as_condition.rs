//! `integer_reply_as_condition`: an integer reply as a condition: 0 is true in Lua.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, UnaryOperator};
use crate::calls::{Caught, Site, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::order::in_order;
use crate::span::Span;
use crate::usage::{Marks, Meaning, conditions};
use crate::values::{Kinds, Origin};
use std::cell::OnceCell;

pub(crate) static LINT: Lint = Lint {
    name: "integer_reply_as_condition",
    summary: "an integer reply as a condition: 0 is true in Lua, so it always holds",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let chunk = context.chunk();
    let numbers = numbers(context);
    let is_number = |condition: ExpressionId| chunk.local(condition).is_some_and(|local| numbers.contains(local));
    let negations = OnceCell::new();
    let mut found = Vec::new();
    for &condition in &asked(context) {
        let what = "and 0 is true in Lua: as a condition it always holds";
        let Some((finding, test)) = integer(context, condition, what).filter(|_| !is_number(condition)) else {
            continue;
        };
        let fix = test.map(|test| tested(context, negations.get_or_init(|| Negations::new(chunk)), condition, test));
        found.push(finding.at(chunk[condition].span).with_fix(fix.unwrap_or_default()));
    }
    for (_, expression) in chunk.of(Sort::Binary) {
        if let Some(compared) = compared_with_boolean(context, &expression.kind)
            && !is_number(compared.operand)
        {
            found.extend(comparison(context, &compared).map(|finding| finding.at(expression.span)));
        }
    }
    found
}

fn comparison(context: &Context<'_>, compared: &Compared) -> Option<Diagnostic> {
    let what =
        if compared.equal { "never `true` or `false`: always false" } else { "never `true` or `false`: always true" };
    let (finding, test) = integer(context, compared.operand, what)?;
    let finding = finding.with_fix(test.map(|test| compared.fix(context, test)).unwrap_or_default());
    Some(if compared.truth == compared.equal { finding } else { finding.with_help("compare it with `0`") })
}

/// A comparison with `true` or `false`.
struct Compared {
    operand: ExpressionId,
    boolean: ExpressionId,
    truth: bool,
    equal: bool,
}

/// How an integer answers the question that it was taken for an answer to.
#[derive(Clone, Copy)]
enum Test {
    /// It is 0 or 1.
    IsOne,
    /// It is how many there are.
    Some,
}

impl Test {
    /// What the reply of a command is asked; `None` where 0 isn't the one plain no (`TTL`, `INCR`).
    fn of(site: &Site) -> Option<Self> {
        let command = shown(site.command()?);
        match &*command {
            "EXISTS" if site.words.len() > 2 || site.open => Some(Self::Some),
            "EXISTS" | "SISMEMBER" | "HEXISTS" | "SETNX" | "HSETNX" | "EXPIRE" | "PEXPIRE" | "EXPIREAT"
            | "PEXPIREAT" | "MSETNX" | "PERSIST" | "RENAMENX" | "SMOVE" | "COPY" | "MOVE" => Some(Self::IsOne),
            "DEL" | "UNLINK" | "TOUCH" | "LLEN" | "SCARD" | "ZCARD" | "HLEN" | "XLEN" | "STRLEN" | "ZCOUNT"
            | "SADD" | "SREM" | "HDEL" | "ZREM" | "LREM" | "XDEL" => Some(Self::Some),
            _ => None,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::IsOne => "== 1",
            Self::Some => "> 0",
        }
    }
}

impl Compared {
    /// `== true` as `== 1`; for a number of things, only `false` is one number.
    fn fix(&self, context: &Context<'_>, test: Test) -> Vec<Edit> {
        let boolean = &context.chunk()[self.boolean];
        let literal = matches!(boolean.kind, ExpressionKind::True | ExpressionKind::False);
        match (literal, test, self.truth) {
            (true, Test::IsOne, true) => vec![Edit::replace(boolean.span, "1")],
            (true, _, false) => vec![Edit::replace(boolean.span, "0")],
            _ => Vec::new(),
        }
    }
}

/// Where things are negated.
struct Negations {
    /// The `not` before each expression, where there is one.
    of: Vec<Option<ExpressionId>>,
    /// The operands of what binds closer than a comparison would: of all operators but `and` and `or`.
    bound: Marks<ExpressionId>,
}

impl Negations {
    fn new(chunk: &Chunk) -> Self {
        let mut negations = Self { of: vec![None; chunk.expressions.len()], bound: Marks::new(chunk) };
        for (id, expression) in chunk.of_any(&[Sort::Unary, Sort::Binary]) {
            match expression.kind {
                ExpressionKind::Unary { operator, operand } => {
                    negations.bound.insert(operand);
                    if operator == UnaryOperator::Not {
                        negations.of[operand.0 as usize] = Some(id);
                    }
                }
                ExpressionKind::Binary { operator: BinaryOperator::And | BinaryOperator::Or, .. } => {}
                ExpressionKind::Binary { left, right, .. } => {
                    negations.bound.insert(left);
                    negations.bound.insert(right);
                }
                _ => {}
            }
        }
        negations
    }
}

/// The edits that make a test of a condition: ` == 1` behind it, and ` == 0` in place of a `not` before it.
fn tested(context: &Context<'_>, negations: &Negations, condition: ExpressionId, test: Test) -> Vec<Edit> {
    let chunk = context.chunk();
    let span = chunk[condition].span;
    if !matches!(chunk[condition].kind, ExpressionKind::Call { .. } | ExpressionKind::Local(_)) {
        return Vec::new();
    }
    let Some(not) = negations.of[condition.0 as usize] else {
        return vec![Edit::insert(span.end, &format!(" {}", test.text()))];
    };
    let word = Span::new(chunk[not].span.start, span.start);
    let plain = word.of(context.script.text()).trim_ascii_end() == b"not";
    if plain && !negations.bound.contains(not) {
        return vec![Edit::replace(word, ""), Edit::insert(span.end, " == 0")];
    }
    vec![Edit::insert(span.start, "("), Edit::insert(span.end, &format!(" {})", test.text()))]
}

fn compared_with_boolean(context: &Context<'_>, comparison: &ExpressionKind) -> Option<Compared> {
    let ExpressionKind::Binary { operator, left, right } = *comparison else { return None };
    let equal = match operator {
        BinaryOperator::Equal => true,
        BinaryOperator::NotEqual => false,
        _ => return None,
    };
    let (operand, literal, boolean) = match (context.names().meaning(left), context.names().meaning(right)) {
        (_, boolean @ (Meaning::True | Meaning::False)) => (left, right, boolean),
        (boolean @ (Meaning::True | Meaning::False), _) => (right, left, boolean),
        _ => return None,
    };
    Some(Compared { operand, boolean: literal, truth: boolean == Meaning::True, equal })
}

/// The finding about a condition that is a number for certain, and what it was probably asked.
fn integer(context: &Context<'_>, condition: ExpressionId, what: &str) -> Option<(Diagnostic, Option<Test>)> {
    let value = context.values().of(condition);
    let Origin::Reply(call) = value.origin else { return None };
    let site = context.facts().calls.at(call)?;
    // An error that `redis.pcall` returns is a table, which is true as well.
    let caught = site.caught == Caught::Returned;
    if !(value.kinds.only(Kinds::INTEGER) || caught && value.kinds.only(Kinds::INTEGER | Kinds::ERROR))
        || site.caught == Caught::Pcall
    {
        return None;
    }
    let command = shown(site.command()?);
    let message = format!("the reply of `{command}` is a number{}, {what}", if caught { " or an error" } else { "" });
    let written = String::from_utf8_lossy(context.chunk()[condition].span.of(context.script.text())).into_owned();
    let known = Test::of(site);
    let test = known.unwrap_or(Test::Some).text();
    let help =
        if written.contains('\n') { format!("write `{test}` behind it") } else { format!("write `{written} {test}`") };
    let mut finding = LINT.finding(message).with_help(help);
    if caught {
        finding.level = Level::Warn;
        // To compare an error would hide it.
        return Some((finding, None));
    }
    Some((finding, known))
}

/// What is only asked whether it is true. The left side of `or` isn't: `n or 0` is a habit that does no harm.
pub(super) fn asked(context: &Context<'_>) -> Vec<ExpressionId> {
    let chunk = context.chunk();
    let mut asked: Vec<ExpressionId> = Vec::new();
    let mut open = conditions(chunk).list().to_vec();
    // `not x` and the left side of `x and y` ask too, wherever they are.
    for (_, expression) in chunk.of_any(&[Sort::Unary, Sort::Binary]) {
        match expression.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => open.push(operand),
            ExpressionKind::Binary { operator: BinaryOperator::And, left, .. } => open.push(left),
            _ => {}
        }
    }
    while let Some(condition) = open.pop() {
        match chunk[condition].kind {
            ExpressionKind::Parenthesised(inner) => open.push(inner),
            ExpressionKind::Binary { operator: BinaryOperator::And, right, .. } => open.push(right),
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } => {
                open.push(left);
                open.push(right);
            }
            // Comes by itself.
            ExpressionKind::Unary { .. } => {}
            _ => asked.push(condition),
        }
    }
    in_order(asked)
}

/// The locals that are compared or calculated with anywhere: they are known to be numbers, and as a condition
/// they are only careful.
fn numbers(context: &Context<'_>) -> Marks<LocalId> {
    use BinaryOperator::{And, Concatenate, Or};
    let (chunk, names) = (context.chunk(), context.names());
    let mut numbers = Marks::new(chunk);
    let mut is_used = |id: ExpressionId| {
        if let Some(local) = chunk.local(id) {
            numbers.insert(local);
        }
    };
    for (_, expression) in chunk.of_any(&[Sort::Binary, Sort::Unary, Sort::Call]) {
        match &expression.kind {
            ExpressionKind::Binary { operator: And | Or | Concatenate, .. } => {}
            comparison if compared_with_boolean(context, comparison).is_some() => {}
            ExpressionKind::Binary { left, right, .. } => {
                is_used(*left);
                is_used(*right);
            }
            ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => is_used(*operand),
            ExpressionKind::Call { callee, arguments } if names.global(*callee) == Some("tonumber") => {
                if let Some(first) = arguments.first() {
                    is_used(*first);
                }
            }
            _ => {}
        }
    }
    numbers
}
