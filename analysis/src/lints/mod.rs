//! The rules: one file each, and the table of them.

mod levels;
mod returns;
mod suppression;
mod trials;

pub(crate) mod arg_out_of_range;
pub(crate) mod array_hole;
pub(crate) mod bare_shebang;
pub(crate) mod blocking_command;
pub(crate) mod code_without_variant;
pub(crate) mod command_arity;
pub(crate) mod command_too_new;
pub(crate) mod compiler_limit;
pub(crate) mod contract_mismatch;
pub(crate) mod error_code_shape;
pub(crate) mod error_without_err_field;
pub(crate) mod float_argument_format;
pub(crate) mod forged_error_code;
pub(crate) mod global_write;
pub(crate) mod ignored_pcall_error;
pub(crate) mod include_clash;
pub(crate) mod inexact_integer;
pub(crate) mod integer_reply_as_condition;
pub(crate) mod invalid_command_argument;
pub(crate) mod invalid_include;
pub(crate) mod invalid_shebang;
pub(crate) mod key_out_of_range;
pub(crate) mod keys_share_no_hash_tag;
pub(crate) mod line_endings;
pub(crate) mod loaded_argument;
pub(crate) mod lua_syntax;
pub(crate) mod map_fields_dropped;
pub(crate) mod missing_value_arithmetic;
pub(crate) mod nil_comparison_of_reply;
pub(crate) mod noscript_command;
pub(crate) mod number_return_truncated;
pub(crate) mod number_to_string_rounding;
pub(crate) mod readonly_table_write;
pub(crate) mod return_type_mismatch;
pub(crate) mod status_reply_comparison;
pub(crate) mod string_number_comparison;
pub(crate) mod swapped_arguments;
pub(crate) mod unbounded_unpack;
pub(crate) mod undeclared_key;
pub(crate) mod undefined_global;
pub(crate) mod unknown_api_field;
pub(crate) mod unknown_command;
pub(crate) mod unknown_escape;
pub(crate) mod unknown_subcommand;
pub(crate) mod unused_allow;
pub(crate) mod unused_arg;
pub(crate) mod unused_key;
pub(crate) mod variant_without_code;
pub(crate) mod write_in_read_only;
pub(crate) mod zero_index;

use crate::ast::{Chunk, Expression, ExpressionId, FunctionId, Sort};
use crate::calls::Site;
use crate::declaration::Declaration;
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::Pairs;
use crate::order::{place, sort_by};
use crate::script::Script;
use crate::usage::{Facts, Marks, Names, Usage, targets};
use crate::values::Values;
use std::cell::OnceCell;
use trials::Trials;

/// All rules, by their names. (A rule that isn't here is dead code to the compiler.)
static LINTS: &[&Lint] = &[
    &arg_out_of_range::LINT,
    &array_hole::LINT,
    &bare_shebang::LINT,
    &blocking_command::LINT,
    &code_without_variant::LINT,
    &command_arity::LINT,
    &command_too_new::LINT,
    &compiler_limit::LINT,
    &contract_mismatch::LINT,
    &error_code_shape::LINT,
    &error_without_err_field::LINT,
    &float_argument_format::LINT,
    &forged_error_code::LINT,
    &global_write::LINT,
    &ignored_pcall_error::LINT,
    &include_clash::LINT,
    &inexact_integer::LINT,
    &integer_reply_as_condition::LINT,
    &invalid_command_argument::LINT,
    &invalid_include::LINT,
    &invalid_shebang::LINT,
    &key_out_of_range::LINT,
    &keys_share_no_hash_tag::LINT,
    &line_endings::LINT,
    &loaded_argument::LINT,
    &lua_syntax::LINT,
    &map_fields_dropped::LINT,
    &missing_value_arithmetic::LINT,
    &nil_comparison_of_reply::LINT,
    &noscript_command::LINT,
    &number_return_truncated::LINT,
    &number_to_string_rounding::LINT,
    &readonly_table_write::LINT,
    &return_type_mismatch::LINT,
    &status_reply_comparison::LINT,
    &string_number_comparison::LINT,
    &swapped_arguments::LINT,
    &unbounded_unpack::LINT,
    &undeclared_key::LINT,
    &undefined_global::LINT,
    &unknown_api_field::LINT,
    &unknown_command::LINT,
    &unknown_escape::LINT,
    &unknown_subcommand::LINT,
    &unused_allow::LINT,
    &unused_arg::LINT,
    &unused_key::LINT,
    &variant_without_code::LINT,
    &write_in_read_only::LINT,
    &zero_index::LINT,
];

/// A rule.
#[derive(Debug)]
pub struct Lint {
    /// Its name, as in `allow(..)`.
    pub name: &'static str,
    /// What it catches, in one line.
    pub summary: &'static str,
    /// The level of most of its findings; [`Level::Info`] is the group `strict`. Some cases of a rule
    /// matter more or less than others.
    pub level: Level,
    /// What its findings rest on.
    pub soundness: Soundness,
    /// Whether `allow` can turn its errors off.
    pub suppressible: bool,
    /// What must be declared for it to find anything.
    pub(crate) needs: Needs,
    pub(crate) check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

/// What the findings of a rule rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// No server loads the script.
    Unconditional,
    /// Whenever the place is reached, what the message says happens.
    Sound,
    /// It may be meant so.
    Heuristic,
}

/// What a rule needs from a declaration.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs {
    Nothing,
    Keys,
    Args,
    /// For some of its findings.
    ArgTypes,
    Returns,
    /// An error type, which only the compiler knows.
    Errors,
    /// Types of keys, which only the compiler knows.
    KeyTypes,
}

/// What a rule looks at.
pub(crate) struct Context<'a> {
    pub(crate) script: &'a Script,
    pub(crate) declaration: &'a Declaration,
    trials: OnceCell<Trials>,
    targets: OnceCell<Marks<ExpressionId>>,
    asked: OnceCell<Pairs>,
    hides_tonumber: OnceCell<bool>,
}

impl<'a> Context<'a> {
    fn new(script: &'a Script, declaration: &'a Declaration) -> Self {
        Self {
            script,
            declaration,
            trials: OnceCell::new(),
            targets: OnceCell::new(),
            asked: OnceCell::new(),
            hides_tonumber: OnceCell::new(),
        }
    }

    /// Where the script tries out what a server has.
    fn trials(&self) -> &Trials {
        self.trials.get_or_init(|| Trials::new(self))
    }

    /// Everything that is assigned to.
    fn targets(&self) -> &Marks<ExpressionId> {
        self.targets.get_or_init(|| targets(self.chunk()))
    }

    /// The elements that the script asks for somewhere whether they are there, `if bucket[1] then`: each the local and
    /// the bits of the number.
    fn asked(&self) -> &Pairs {
        self.asked.get_or_init(|| missing_value_arithmetic::asked_elements(self))
    }

    /// Whether a local is called `tonumber`.
    fn hides_tonumber(&self) -> bool {
        let hides = || self.chunk().locals.iter().any(|local| &*local.name == "tonumber");
        *self.hides_tonumber.get_or_init(hides)
    }

    pub(crate) fn chunk(&self) -> &'a Chunk {
        self.script.chunk()
    }

    pub(crate) fn facts(&self) -> &'a Facts {
        self.script.facts()
    }

    pub(crate) fn names(&self) -> &'a Names {
        &self.script.facts().names
    }

    /// The calls of commands; none where names can't be trusted.
    pub(crate) fn sites(&self) -> &'a [Site] {
        if self.usage().environment.is_some() { &[] } else { &self.script.facts().calls.sites }
    }

    /// What a rule finds at single calls of commands.
    fn at_sites(&self, rule: fn(&Context<'_>, &Site) -> Option<Diagnostic>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for site in self.sites() {
            if let Some(finding) = rule(self, site) {
                found.push(finding);
            }
        }
        found
    }

    /// What a rule finds at single expressions of one sort.
    fn at_each(&self, sort: Sort, rule: fn(&Context<'_>, &Expression) -> Option<Diagnostic>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (_, expression) in self.chunk().of(sort) {
            if let Some(finding) = rule(self, expression) {
                found.push(finding);
            }
        }
        found
    }

    pub(crate) fn values(&self) -> &'a Values {
        &self.script.facts().values
    }

    /// The level of what raises in the code of `function`: where the script catches errors, it may well expect it.
    pub(crate) fn level_in(&self, function: FunctionId) -> Level {
        if function != Chunk::MAIN && self.script.facts().calls.catches { Level::Warn } else { Level::Error }
    }

    pub(crate) fn usage(&self) -> &'a Usage {
        self.script.usage()
    }

    /// The expression as it is written, if it is short enough to be part of a message.
    pub(crate) fn written(&self, expression: ExpressionId) -> Option<String> {
        let text = String::from_utf8_lossy(self.chunk()[expression].span.of(self.script.text()));
        (text.len() <= 60 && !text.contains(&['\n', '\r'][..])).then(|| text.into_owned())
    }
}

impl Lint {
    /// A finding of this rule at its usual level.
    pub(crate) fn finding(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            lint: self.name,
            level: self.level,
            message: message.into(),
            subject: None,
            condition: None,
            span: None,
            help: None,
            fix: Vec::new(),
        }
    }

    /// Whether it looks at types that only the compiler knows.
    pub(crate) fn needs_types(&self) -> bool {
        matches!(self.needs, Needs::Errors | Needs::KeyTypes)
    }

    /// Whether `declaration` says what the rule needs.
    pub(crate) fn applies_to(&self, declaration: &Declaration) -> bool {
        match self.needs {
            Needs::Nothing => true,
            Needs::Keys => declaration.keys.is_some(),
            Needs::Args => declaration.args.is_some(),
            Needs::ArgTypes => {
                let known = declaration.arg_parameters.len();
                declaration.args.is_some_and(|args| known >= args.most() as usize)
            }
            Needs::Returns => declaration.returns.is_some(),
            Needs::Errors => declaration.open_errors,
            Needs::KeyTypes => !declaration.open_keys.is_empty(),
        }
    }
}

/// For the rules whose findings are made while the script is read, or after all other rules.
pub(crate) fn found_elsewhere(_: &Context<'_>) -> Vec<Diagnostic> {
    Vec::new()
}

/// All rules, by name.
pub fn lints() -> &'static [&'static Lint] {
    LINTS
}

/// The rule called `name`.
pub fn lint(name: &str) -> Option<&'static Lint> {
    LINTS.iter().find(|lint| lint.name == name).copied()
}

/// The findings of all rules, at the levels that the declaration and the script ask for.
pub(crate) fn check(script: &Script, declaration: &Declaration) -> Vec<Diagnostic> {
    let context = Context::new(script, declaration);
    let mut found = Vec::new();
    for lint in LINTS {
        found.append(&mut (lint.check)(&context));
    }
    let mut diagnostics = levels::settle(&context, found);
    // Of those at one place, the worst first.
    sort_by(&mut diagnostics, &|diagnostic| (place(diagnostic.span), u64::MAX - diagnostic.level as u64));
    array_hole::instead_of_its_consequence(undefined_global::once_each(diagnostics))
}
