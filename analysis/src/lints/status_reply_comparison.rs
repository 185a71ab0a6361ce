//! `status_reply_comparison`: a status reply compared with a text: it is a table.

use super::{Context, Lint, Needs, Soundness};
use crate::ast::{BinaryOperator, Expression, ExpressionId, ExpressionKind, LocalId, Sort};
use crate::calls::shown;
use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Edit;
use crate::usage::Marks;
use crate::values::{Kinds, Origin};

pub(crate) static LINT: Lint = Lint {
    name: "status_reply_comparison",
    summary: "a status reply compared with a text: the reply is a table with `ok`, so they are never equal",
    level: Level::Error,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::Nothing,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let indexed = indexed(context);
    let mut found = Vec::new();
    for (_, expression) in context.chunk().of(Sort::Binary) {
        found.extend(compare(context, expression, &indexed));
    }
    found
}

fn compare(context: &Context<'_>, expression: &Expression, indexed: &Marks<LocalId>) -> Option<Diagnostic> {
    let ExpressionKind::Binary { operator, left, right } = expression.kind else { return None };
    let result = match operator {
        BinaryOperator::Equal => "always false",
        BinaryOperator::NotEqual => "always true",
        _ => return None,
    };
    let (reply, command) = status(context, left, right).or_else(|| status(context, right, left))?;
    if context.chunk().local(reply).is_some_and(|local| indexed.contains(local)) {
        return None;
    }
    let compared = if reply == left { right } else { left };
    let is_text = context.values().of(compared).kinds.only(Kinds::STRING);
    let other = if is_text { "a text" } else { "a number or a boolean" };
    let message = format!("the reply of `{command}` is a table `{{ok = ..}}`, never equal to {other}: {result}");
    let written = String::from_utf8_lossy(context.chunk()[reply].span.of(context.script.text())).into_owned();
    let nullable = context.values().of(reply).kinds.has(Kinds::FALSY);
    let help = match (nullable, written.contains('\n')) {
        (false, _) if !is_text => "compare its text: `reply.ok == 'OK'`".to_owned(),
        (true, _) => "test whether there is a reply: `if reply then`".to_owned(),
        (false, false) => format!("write `{written}.ok` or `{written}['ok']`"),
        (false, true) => "compare the field `ok` of the reply".to_owned(),
    };
    // A reply that may be missing is rather meant to be asked for than to be compared.
    let is_value = matches!(context.chunk()[reply].kind, ExpressionKind::Call { .. } | ExpressionKind::Local(_));
    let certain = !nullable && is_value && is_text;
    let fix = if certain { vec![Edit::insert(context.chunk()[reply].span.end, ".ok")] } else { Vec::new() };
    Some(LINT.finding(message).at(expression.span).with_help(help).with_fix(fix))
}

/// The status reply that is compared with the text, and the command it comes from.
fn status(context: &Context<'_>, reply: ExpressionId, text: ExpressionId) -> Option<(ExpressionId, String)> {
    let value = context.values().of(reply);
    let status = value.kinds.has(Kinds::STATUS) && value.kinds.only(Kinds::STATUS | Kinds::ERROR | Kinds::FALSY);
    let Origin::Reply(call) = value.origin else { return None };
    let text = context.values().of(text).kinds;
    let site = context.facts().calls.at(call)?;
    (status && text.only(Kinds::STRING | Kinds::NUMERIC | Kinds::TRUE))
        .then(|| Some((reply, shown(site.command()?))))?
}

/// The locals of which a field is taken anywhere: `reply == 'OK' or reply.ok == 'OK'` is there for both.
fn indexed(context: &Context<'_>) -> Marks<LocalId> {
    let chunk = context.chunk();
    let mut indexed = Marks::new(chunk);
    for (_, expression) in chunk.of(Sort::Index) {
        if let ExpressionKind::Index { object, .. } = expression.kind
            && let Some(local) = chunk.local(object)
        {
            indexed.insert(local);
        }
    }
    indexed
}
