//! `keys_share_no_hash_tag`: keys of one script whose types say that a cluster may keep them apart.

use super::{Context, Lint, Needs, Soundness};
use crate::diagnostic::{Condition, Diagnostic, Level, Subject};

pub(crate) static LINT: Lint = Lint {
    name: "keys_share_no_hash_tag",
    summary: "keys of one script whose types have different hash tags, so that a cluster may keep them apart",
    level: Level::Warn,
    soundness: Soundness::Sound,
    suppressible: true,
    needs: Needs::KeyTypes,
    check,
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let open = &context.declaration.open_keys;
    let Some((_, first)) = open.first() else { return found };
    for (at, (index, name)) in open.iter().enumerate().skip(1) {
        let message = format!(
            "`{name}` and `{first}` are keys whose types share no hash tag: a cluster may keep them on different \
             servers, and refuses the call then (CROSSSLOT)"
        );
        let finding = LINT.finding(message).about(Subject::Key(*index)).with_help(HELP);
        found.push(finding.on(Condition::Apart(at)));
    }
    found
}

const HELP: &str = "give both types the same tag, such as `#[key(\"..\", tag = id)]`, or add \
                    `allow(keys_share_no_hash_tag)` to the attribute if it never runs on a cluster";
