//! `integer_reply_as_condition`: an integer reply as a condition: 0 is true in Lua.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Chunk, ExpressionId, ExpressionKind, LocalId, Sort, StatementKind, UnaryOperator};
use crate::calls::{Caught, Site, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::hash::HashMap;
use crate::order::sort_by;
use crate::span::Span;
use crate::usage::{Marks, Meaning, statements};
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
    let numbers = numbers(context);
    let negations = OnceCell::new();
    let is_number =
        |condition: &ExpressionId| context.chunk().local(*condition).is_some_and(|local| numbers.contains(local));
    let asked = conditions(context).into_iter().filter(|condition| !is_number(condition));
    let asked = asked.filter_map(|condition| {
        let what = "and 0 is true in Lua: as a condition it always holds";
        let (finding, test) = integer(context, condition, what)?;
        let negations = || negations.get_or_init(|| Negations::new(context.chunk()));
        let fix = test.map(|test| tested(context, negations(), condition, test)).unwrap_or_default();
        Some(finding.at(context.chunk()[condition].span).with_fix(fix))
    });
    let compared = context.chunk().of(Sort::Binary).filter_map(|(_, expression)| {
        let compared = compared_with_boolean(context, &expression.kind)?;
        let what = if compared.equal {
            "never `true` or `false`: always false"
        } else {
            "never `true` or `false`: always true"
        };
        let (finding, test) = integer(context, compared.operand, what).filter(|_| !is_number(&compared.operand))?;
        let finding = finding.with_fix(test.map(|test| compared.fix(context, test)).unwrap_or_default());
        let finding = if compared.truth == compared.equal { finding } else { finding.with_help("compare it with `0`") };
        Some(finding.at(expression.span))
    });
    asked.chain(compared).collect()
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
    /// The `not` before each expression.
    of: HashMap<ExpressionId, ExpressionId>,
    /// The operands of what binds closer than a comparison would: of all operators but `and` and `or`.
    bound: Marks<ExpressionId>,
}

impl Negations {
    fn new(chunk: &Chunk) -> Self {
        let mut negations = Self { of: HashMap::default(), bound: Marks::new(chunk) };
        for (id, expression) in chunk.of_any(&[Sort::Unary, Sort::Binary]) {
            match expression.kind {
                ExpressionKind::Unary { operator, operand } => {
                    negations.bound.insert(operand);
                    if operator == UnaryOperator::Not {
                        negations.of.insert(operand, id);
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
    let Some(not) = negations.of.get(&condition) else {
        return vec![Edit::insert(span.end, &format!(" {}", test.text()))];
    };
    let word = Span::new(chunk[*not].span.start, span.start);
    let plain = word.of(context.script.text()).trim_ascii_end() == b"not";
    if plain && !negations.bound.contains(*not) {
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
pub(super) fn conditions(context: &Context<'_>) -> Vec<ExpressionId> {
    let chunk = context.chunk();
    let mut asked: Vec<ExpressionId> = Vec::new();
    let mut open: Vec<ExpressionId> = statements(chunk)
        .flat_map(|(_, statement)| match &statement.kind {
            StatementKind::If { arms, .. } => arms.iter().map(|(condition, _)| *condition).collect(),
            StatementKind::While { condition, .. } | StatementKind::Repeat { condition, .. } => vec![*condition],
            _ => Vec::new(),
        })
        .collect();
    // `not x` and the left side of `x and y` ask too, wherever they are.
    open.extend(chunk.of_any(&[Sort::Unary, Sort::Binary]).filter_map(|(_, expression)| match expression.kind {
        ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => Some(operand),
        ExpressionKind::Binary { operator: BinaryOperator::And, left, .. } => Some(left),
        _ => None,
    }));
    while let Some(condition) = open.pop() {
        match chunk[condition].kind {
            ExpressionKind::Parenthesised(inner) => open.push(inner),
            ExpressionKind::Binary { operator: BinaryOperator::And, right, .. } => open.push(right),
            ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } => open.extend([left, right]),
            // Comes by itself.
            ExpressionKind::Unary { .. } => {}
            _ => asked.push(condition),
        }
    }
    sort_by(&mut asked, |asked| (u64::from(asked.0), 0));
    asked.dedup();
    asked
}

/// The locals that are compared or calculated with anywhere: they are known to be numbers, and as a condition
/// they are only careful.
fn numbers(context: &Context<'_>) -> Marks<LocalId> {
    let chunk = context.chunk();
    let is_tonumber = |id: ExpressionId| context.names().global(id) == Some("tonumber");
    let used =
        chunk.of_any(&[Sort::Binary, Sort::Unary, Sort::Call]).flat_map(|(_, expression)| match &expression.kind {
            ExpressionKind::Binary {
                operator: BinaryOperator::And | BinaryOperator::Or | BinaryOperator::Concatenate,
                ..
            } => [None, None],
            comparison if compared_with_boolean(context, comparison).is_some() => [None, None],
            ExpressionKind::Binary { left, right, .. } => [Some(*left), Some(*right)],
            ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => [Some(*operand), None],
            ExpressionKind::Call { callee, arguments } if is_tonumber(*callee) => [arguments.first().copied(), None],
            _ => [None, None],
        });
    Marks::of(chunk, used.flatten().filter_map(|used| chunk.local(used)))
}
