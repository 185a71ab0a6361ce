//! `missing_value_arithmetic`: a reply that may be null, used as if there always were one; or a value that never is
//! one to reckon with.

use super::integer_reply_as_condition::asked;
use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, Sort, UnaryOperator};
use crate::calls::{Caught, Site, shown};
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::{Pairs, Texts};
use crate::server::reply::Reply;
use crate::usage::{Marks, Meaning};
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
const TELLS: [&str; 29] = [
    "exists",
    "hexists",
    "hget",
    "hincrby",
    "hlen",
    "hmset",
    "hset",
    "hsetnx",
    "incr",
    "incrby",
    "lindex",
    "llen",
    "lpush",
    "rpush",
    "sadd",
    "scard",
    "set",
    "setex",
    "setnx",
    "psetex",
    "sismember",
    "strlen",
    "ttl",
    "pttl",
    "type",
    "zadd",
    "zcard",
    "zincrby",
    "zscore",
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen = Marks::new(context.chunk());
    let told = Told::new(context);
    let mut found = Vec::new();
    for (id, expression) in context.chunk().of_any(&[Sort::Binary, Sort::Unary, Sort::Index, Sort::Call]) {
        let Some((operands, doing)) = operands(context, expression) else { continue };
        for &operand in operands.iter().flatten() {
            if let Some(finding) = never(context, expression, operand, doing) {
                found.push(finding);
                break;
            }
            let Some(call) = missing(context, &told, operand).filter(|call| !seen.contains(*call)) else { continue };
            seen.insert(call);
            found.extend(finding(context, id, operand, call, doing));
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
            Self::Arithmetic | Self::Concatenation | Self::Order => plain | tables,
            Self::Length | Self::Index => plain | Kinds::NUMERIC,
            Self::Walk => plain | Kinds::NUMERIC | Kinds::STRING,
        }
    }
}

/// The operands that must be there, and what is done to them.
fn operands(context: &Context<'_>, expression: &Expression) -> Option<([Option<ExpressionId>; 2], Doing)> {
    use BinaryOperator::{Add, Concatenate, Divide, Modulo, Multiply, Power, Subtract};
    use BinaryOperator::{Greater, GreaterEqual, Less, LessEqual};
    Some(match &expression.kind {
        ExpressionKind::Binary { operator, left, right } => {
            let doing = match operator {
                Add | Subtract | Multiply | Divide | Modulo | Power => Doing::Arithmetic,
                Concatenate => Doing::Concatenation,
                Less | LessEqual | Greater | GreaterEqual => Doing::Order,
                _ => return None,
            };
            ([Some(*left), Some(*right)], doing)
        }
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } => {
            ([Some(*operand), None], Doing::Arithmetic)
        }
        ExpressionKind::Unary { operator: UnaryOperator::Length, operand } => ([Some(*operand), None], Doing::Length),
        ExpressionKind::Index { object, .. } => ([Some(*object), None], Doing::Index),
        ExpressionKind::Call { callee, arguments } => match (context.names().global(*callee), &arguments[..]) {
            (Some("ipairs" | "pairs" | "unpack"), [list, ..]) => ([Some(*list), None], Doing::Walk),
            _ => return None,
        },
        _ => return None,
    })
}

/// The call whose null the value may be, if nothing says that there is a value.
fn missing(context: &Context<'_>, told: &Told, operand: ExpressionId) -> Option<ExpressionId> {
    let value = context.values().of(operand);
    let (Origin::Reply(call) | Origin::Part(call)) = value.origin else { return None };
    let site = context.facts().calls.at(call).filter(|site| site.caught == Caught::No)?;
    let nullable =
        matches!(site.reply, Reply::BulkOrNull | Reply::IntegerOrNull | Reply::ArrayOrNull | Reply::Values(_));
    let falsy = value.kinds.has(Kinds::FALSY);
    let is_told = || told.before(context, site) || is_asked(context, operand);
    (nullable && falsy && !context.facts().calls.sets_protocol && !is_told()).then_some(call)
}

/// Where the first call stands that asks for a key, or writes it; `u32::MAX` if none does.
struct Told {
    elements: Pairs,
    texts: Texts,
    by_element: Vec<u32>,
    by_text: Vec<u32>,
    by_local: Vec<u32>,
}

/// Whether the script asks somewhere for the element that it takes here, `if bucket[1] then`: which way it went then
/// isn't known of an element.
fn is_asked(context: &Context<'_>, operand: ExpressionId) -> bool {
    let taken = match &context.chunk()[operand].kind {
        ExpressionKind::Call { arguments, .. } => arguments.first().and_then(|argument| element(context, *argument)),
        _ => element(context, operand),
    };
    taken.is_some_and(|taken| context.asked().contains(taken))
}

/// The elements under a constant number that are compared or asked whether they are there.
pub(super) fn asked_elements(context: &Context<'_>) -> Pairs {
    use BinaryOperator::{Equal, NotEqual, Or};
    let mut elements = Pairs::default();
    let mut is_asked = |asked: ExpressionId| {
        if let Some(element) = element(context, asked) {
            elements.insert(element);
        }
    };
    for condition in &asked(context) {
        is_asked(*condition);
    }
    for (_, expression) in context.chunk().of(Sort::Binary) {
        match expression.kind {
            ExpressionKind::Binary { operator: Equal | NotEqual, left, right } => {
                is_asked(left);
                is_asked(right);
            }
            ExpressionKind::Binary { operator: Or, left, .. } => is_asked(left),
            _ => {}
        }
    }
    elements
}

/// The local and the bits of the number.
fn element(context: &Context<'_>, expression: ExpressionId) -> Option<(u64, u64)> {
    let ExpressionKind::Index { object, key } = context.chunk()[expression].kind else { return None };
    match (context.chunk().local(object), context.names().meaning(key)) {
        (Some(local), Meaning::Number(index)) => Some((u64::from(local.0), index.to_bits())),
        _ => None,
    }
}

impl Told {
    fn new(context: &Context<'_>) -> Self {
        let mut told = Self {
            elements: Pairs::default(),
            texts: Texts::default(),
            by_element: Vec::new(),
            by_text: Vec::new(),
            by_local: vec![u32::MAX; context.chunk().locals.len()],
        };
        for site in context.sites() {
            if site.command().is_some_and(|command| TELLS.contains(&command.name)) {
                told.add(context, site);
            }
        }
        told
    }

    fn add(&mut self, context: &Context<'_>, site: &Site) {
        let Some(word) = site.words.get(1) else { return };
        let at = site.span.start;
        if let Some(element) = vector_element(context, *word) {
            first(&mut self.by_element, self.elements.number(element), at);
        } else if let Some(text) = context.names().string(context.chunk(), *word) {
            first(&mut self.by_text, self.texts.number(text), at);
        }
        if let Some(local) = context.chunk().local(*word) {
            first(&mut self.by_local, local.0 as usize, at);
        }
    }

    /// Whether an earlier call than this one does.
    fn before(&self, context: &Context<'_>, site: &Site) -> bool {
        let Some(word) = site.words.get(1) else { return false };
        let meant = if let Some(element) = vector_element(context, *word) {
            self.elements.get(element).map(|number| self.by_element[number])
        } else {
            let text = context.names().string(context.chunk(), *word);
            text.and_then(|text| self.texts.get(text)).map(|number| self.by_text[number])
        };
        let local = context.chunk().local(*word).map(|local| self.by_local[local.0 as usize]);
        meant.is_some_and(|first| first < site.span.start) || local.is_some_and(|first| first < site.span.start)
    }
}

/// Notes a place, if it is the first one.
fn first(firsts: &mut Vec<u32>, number: usize, at: u32) {
    match firsts.get_mut(number) {
        Some(first) => *first = at.min(*first),
        None => firsts.push(at),
    }
}

/// The element of `KEYS` or `ARGV` that a word is. The two zeros are one index.
fn vector_element(context: &Context<'_>, word: ExpressionId) -> Option<(u64, u64)> {
    match context.names().meaning(word) {
        Meaning::Element(vector, index) => Some((vector as u64, (index + 0.0).to_bits())),
        _ => None,
    }
}
