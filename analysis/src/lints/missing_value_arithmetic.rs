//! `missing_value_arithmetic`: a reply that may be null, used as if there always were one; or a value that never is
//! one to reckon with.

use super::integer_reply_as_condition::conditions;
use super::{Context, Element, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort, UnaryOperator};
use crate::hash::HashSet;
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
            if let Some(finding) = never(context, expression, operand, doing) {
                found.push(finding);
                break;
            }
            let Some(call) = missing(context, operand) else { continue };
            if seen.insert(call) {
                found.extend(finding(context, id, operand, call, doing));
            }
        }
    }
    found
}

/// The finding about a value that what is done with it can't take, whatever way it took.
fn never(context: &Context<'_>, expression: &Expression, operand: ExpressionId, doing: Doing) -> Option<Diagnostic> {
    let wrong = doing.wrong(context.values().metatables);
    let kinds = context.values().of(operand).kinds;
    if !kinds.only(wrong) {
        return None;
    }
    let (is, help) = if kinds.only(Kinds::NIL) {
        ("nil", "give it a value first")
    } else if kinds.only(Kinds::FALSY) {
        ("nil or false", "give it a value first")
    } else if kinds.only(Kinds::BOOLEAN) {
        ("a boolean", "write `x and 1 or 0`")
    } else if kinds.only(Kinds::STATUS | Kinds::ERROR) {
        ("a status reply, which is a table", "take its text: `reply.ok`")
    } else if kinds.only(Kinds::TABLES | Kinds::FALSY) {
        ("a table", "take an item of it")
    } else if kinds.only(Kinds::FUNCTION) {
        ("a function", "call it: put `()` behind it")
    } else if kinds.only(Kinds::NUMERIC) {
        ("a number", "a number has no elements")
    } else {
        ("no value for that", "test its type first")
    };
    let written = context.written(operand).map_or_else(|| "this".to_owned(), |written| format!("`{written}`"));
    let finding = LINT.finding(format!("{written} is {is}: {} raises", doing.on("it")));
    let finding = finding.at(context.chunk()[operand].span).with_help(help);
    Some(finding.at_level(context.level_in(expression.function)))
}

fn finding(
    context: &Context<'_>,
    place: ExpressionId,
    operand: ExpressionId,
    call: ExpressionId,
    doing: Doing,
) -> Option<Diagnostic> {
    let site = context.facts().calls.at(call)?;
    let command = shown(site.command()?);
    let message = format!("`{command}` replies null where nothing is stored: {} raises", doing.on("null"));
    let written = context.written(operand).filter(|written| written.len() < 40);
    let is_text = context.values().of(operand).kinds.has(Kinds::STRING);
    let help = match (written, doing) {
        (None, _) => "put `or` and a default behind it, or test it first".to_owned(),
        (Some(written), Doing::Index | Doing::Walk) => format!("test it first: `if {written} then`"),
        (Some(written), Doing::Concatenation | Doing::Length) => {
            format!("write `({written} or '')`, or test it first")
        }
        (Some(written), _) if is_text => format!("write `(tonumber({written}) or 0)`, or test it first"),
        (Some(written), _) => format!("write `({written} or 0)`, or test it first"),
    };
    Some(LINT.finding(message).at(context.chunk()[place].span).with_help(help))
}

/// What is done to a value.
#[derive(Clone, Copy)]
enum Doing {
    Arithmetic,
    Concatenation,
    Order,
    Length,
    Index,
    Walk,
}

impl Doing {
    fn on(self, what: &str) -> String {
        match self {
            Self::Arithmetic => format!("arithmetic on {what}"),
            Self::Concatenation => format!("a concatenation with {what}"),
            Self::Order => format!("an order with {what}"),
            Self::Length => format!("the length of {what}"),
            Self::Index => format!("an element of {what}"),
            Self::Walk => format!("to go through {what}"),
        }
    }

    /// The kinds of values that it raises with.
    fn wrong(self, metatables: bool) -> Kinds {
        let tables = if metatables { Kinds::NONE } else { Kinds::TABLES | Kinds::OTHER };
        let plain = Kinds::FALSY | Kinds::TRUE | Kinds::FUNCTION;
        match self {
            Self::Arithmetic | Self::Concatenation => plain | tables,
            Self::Order => plain,
            Self::Length | Self::Index => plain | Kinds::NUMERIC,
            Self::Walk => plain | Kinds::NUMERIC | Kinds::STRING,
        }
    }
}

/// The operands that must be there, and what is done to them.
fn operands(context: &Context<'_>, expression: &Expression) -> Vec<(ExpressionId, Doing)> {
    use BinaryOperator::{Add, Concatenate, Divide, Modulo, Multiply, Power, Subtract};
    use BinaryOperator::{Greater, GreaterEqual, Less, LessEqual};
    match &expression.kind {
        ExpressionKind::Binary { operator, left, right } => {
            let doing = match operator {
                Add | Subtract | Multiply | Divide | Modulo | Power => Doing::Arithmetic,
                Concatenate => Doing::Concatenation,
                Less | LessEqual | Greater | GreaterEqual => Doing::Order,
                _ => return Vec::new(),
            };
            vec![(*left, doing), (*right, doing)]
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => vec![(*operand, Doing::Arithmetic)],
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => vec![(*operand, Doing::Length)],
        ExpressionKind::Index { object, .. } => vec![(*object, Doing::Index)],
        ExpressionKind::Call { callee, arguments } => {
            match (context.names().global(context.chunk(), *callee), &arguments[..]) {
                (Some("ipairs" | "pairs" | "unpack"), [list, ..]) => vec![(*list, Doing::Walk)],
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
    let told = || is_told(context, site) || is_asked(context, operand);
    (nullable && falsy && !context.facts().calls.sets_protocol && !told()).then_some(call)
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

/// Whether the script asks somewhere for the element that it takes here, `if bucket[1] then`: which way it went then
/// isn't known of an element.
fn is_asked(context: &Context<'_>, operand: ExpressionId) -> bool {
    let taken = match &context.chunk()[operand].kind {
        ExpressionKind::Call { arguments, .. } => arguments.first().and_then(|argument| element(context, *argument)),
        _ => element(context, operand),
    };
    taken.is_some_and(|taken| context.asked().contains(&taken))
}

pub(super) fn asked(context: &Context<'_>) -> HashSet<Element> {
    let compared = context.chunk().of(Sort::Binary).flat_map(|(_, expression)| match expression.kind {
        ExpressionKind::Binary { operator: BinaryOperator::Equal | BinaryOperator::NotEqual, left, right } => {
            [Some(left), Some(right)]
        }
        ExpressionKind::Binary { operator: BinaryOperator::Or, left, .. } => [Some(left), None],
        _ => [None, None],
    });
    let asked = conditions(context).into_iter().chain(compared.flatten());
    asked.filter_map(|asked| element(context, asked)).collect()
}

fn element(context: &Context<'_>, expression: ExpressionId) -> Option<Element> {
    let ExpressionKind::Index { object, key } = context.chunk()[expression].kind else { return None };
    match (context.chunk().local(object), context.names().meaning(key)) {
        (Some(local), Meaning::Number(index)) => Some((local, index.to_bits())),
        _ => None,
    }
}

fn is_same(context: &Context<'_>, one: ExpressionId, other: ExpressionId) -> bool {
    let (chunk, names) = (context.chunk(), context.names());
    let meaning = names.meaning(one);
    let text = names.string(chunk, one);
    matches!(meaning, Meaning::Element(..)) && meaning == names.meaning(other)
        || text.is_some() && text == names.string(chunk, other)
        || chunk.local(one).is_some() && chunk.local(one) == chunk.local(other)
}
