//! `float_argument_format`: a number with a fraction as an argument of a command.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, UnaryOperator};
use crate::calls::{Site, shown};
use crate::declaration::Version;
use crate::diagnostic::{Diagnostic, Level};
use crate::usage::{Binding, Meaning};
use crate::values::Kinds;

pub(crate) static LINT: Lint = Lint {
    name: "float_argument_format",
    summary: "a number that may have a fraction as an argument: its text depends on the server, and many commands refuse it",
    level: Level::Info,
    soundness: Soundness::Heuristic,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

/// Commands with the place of an argument that must be a whole number.
const WHOLE: &[(&str, usize)] = &[
    ("decrby", 2),
    ("expire", 2),
    ("expireat", 2),
    ("getrange", 2),
    ("getrange", 3),
    ("hincrby", 3),
    ("incrby", 2),
    ("lindex", 2),
    ("lrange", 2),
    ("lrange", 3),
    ("lrem", 2),
    ("lset", 2),
    ("ltrim", 2),
    ("ltrim", 3),
    ("pexpire", 2),
    ("pexpireat", 2),
    ("psetex", 2),
    ("setbit", 2),
    ("setex", 2),
    ("setrange", 2),
    ("spop", 2),
    ("srandmember", 2),
    ("zremrangebyrank", 2),
    ("zremrangebyrank", 3),
];
/// Words behind which a whole number stands.
const OPTIONS: [&[u8]; 6] = [b"EX", b"PX", b"EXAT", b"PXAT", b"COUNT", b"LIMIT"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for site in context.sites() {
        found.append(&mut arguments(context, site));
    }
    found
}

fn arguments(context: &Context<'_>, site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(command) = site.command() else { return found };
    let known = &site.words[..site.least()];
    let sends_digits = context.declaration.min_server.redis.is_some_and(|oldest| oldest < Version(7, 2));
    for (at, word) in known.iter().enumerate().skip(1) {
        if !may_have_fraction(context, *word, 0) {
            continue;
        }
        let whole = WHOLE.contains(&(command.name, at)) || is_behind_option(context, known, at);
        let (message, help) = if whole {
            not_whole(context, &shown(command), *word)
        } else if sends_digits {
            text_differs(context, *word)
        } else {
            continue;
        };
        found.push(LINT.finding(message).at(context.chunk()[*word].span).with_help(help));
    }
    found
}

fn not_whole(context: &Context<'_>, command: &str, word: ExpressionId) -> (String, String) {
    let certain = context.values().of(word).kinds.only(Kinds::FRACTION);
    let (subject, help) = match context.written(word) {
        Some(written) => (format!("`{written}`"), format!("write `math.floor({written})`")),
        None => ("this".to_owned(), "put `math.floor(..)` around it".to_owned()),
    };
    let message = if certain {
        format!("`{command}` takes a whole number here, and {subject} has a fraction: the call raises")
    } else {
        format!("`{command}` takes a whole number here: where {subject} has a fraction, the call raises")
    };
    (message, help)
}

fn text_differs(context: &Context<'_>, word: ExpressionId) -> (String, String) {
    let message = "the text of a fraction depends on the server: before Redis 7.2, 0.1 is sent as 0.10000000000000001";
    let help = match context.written(word) {
        Some(written) => {
            format!("write `tostring({written})` for 14 digits, or `string.format('%.17g', {written})` for all")
        }
        None => "put `tostring(..)` around it".to_owned(),
    };
    (message.to_owned(), help)
}

fn is_behind_option(context: &Context<'_>, known: &[ExpressionId], at: usize) -> bool {
    let before = known.get(at.wrapping_sub(1)).filter(|_| at > 2);
    let text = before.and_then(|word| context.names().string(context.chunk(), *word));
    text.is_some_and(|text| OPTIONS.iter().any(|option| text.eq_ignore_ascii_case(option)))
}

/// Whether the expression is written so that its value has a fraction, now and then: a division, a root, a
/// product with 0.5.
fn may_have_fraction(context: &Context<'_>, id: ExpressionId, steps: u32) -> bool {
    use BinaryOperator::{Add, Divide, Multiply, Subtract};
    let (chunk, names) = (context.chunk(), context.names());
    let Expression { kind, depth, .. } = &chunk[id];
    if *depth > Expression::WALKABLE || steps > 8 {
        return false;
    }
    let inner = |id: ExpressionId| may_have_fraction(context, id, steps + 1);
    match names.meaning(id) {
        Meaning::Number(number) => return number.fract() != 0.0,
        Meaning::Unknown => {}
        _ => return false,
    }
    match kind {
        ExpressionKind::Binary { operator: Divide, .. } => !divides_evenly(context, kind),
        ExpressionKind::Binary { operator: Add | Subtract | Multiply, left, right } => inner(*left) || inner(*right),
        ExpressionKind::Unary { operator: UnaryOperator::Minus, operand } | ExpressionKind::Parenthesised(operand) => {
            inner(*operand)
        }
        ExpressionKind::Local(local) => match context.facts().bindings.lasting(*local) {
            Binding::Value(value) => inner(value),
            _ => false,
        },
        ExpressionKind::Call { callee, arguments } => match names.member(*callee) {
            Some(("math", "sqrt" | "exp" | "log" | "log10")) => true,
            Some(("math", "random")) => arguments.is_empty(),
            Some(("math", "max" | "min" | "abs")) => arguments.iter().any(|argument| inner(*argument)),
            _ => false,
        },
        _ => false,
    }
}

/// `(x - x % n) / n`.
fn divides_evenly(context: &Context<'_>, division: &ExpressionKind) -> bool {
    let chunk = context.chunk();
    let ExpressionKind::Binary { left, right, .. } = division else { return false };
    let ExpressionKind::Parenthesised(difference) = chunk[*left].kind else {
        // Half the length of a list of pairs.
        return matches!(chunk[*left].kind, ExpressionKind::Unary { operator: UnaryOperator::Length, .. })
            && context.names().meaning(*right) == Meaning::Number(2.0);
    };
    matches!(chunk[difference].kind, ExpressionKind::Binary { operator: BinaryOperator::Subtract, right, .. }
        if matches!(chunk[right].kind, ExpressionKind::Binary { operator: BinaryOperator::Modulo, .. }))
}
