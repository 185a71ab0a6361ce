//! The rules: one file each, and the table of them.

mod levels;
mod returns;
mod suppression;
mod trials;

use crate::ast::{Chunk, ExpressionId, FunctionId, LocalId};
use crate::calls::Site;
use crate::declaration::Declaration;
use crate::diagnostic::{Diagnostic, Level};
use crate::hash::HashSet;
use crate::order::{place, sort_by};
use crate::script::Script;
use crate::usage::{Facts, Marks, Names, Usage, targets};
use crate::values::Values;
use std::cell::OnceCell;
use trials::Trials;

/// Declares a module for each rule and puts its `LINT` into the table.
macro_rules! table {
    ($($name:ident,)*) => {
        $(pub(crate) mod $name;)*
        static LINTS: &[&Lint] = &[$(&$name::LINT,)*];
    };
}

table! {
    arg_out_of_range,
    array_hole,
    bare_shebang,
    blocking_command,
    code_without_variant,
    command_arity,
    command_too_new,
    compiler_limit,
    contract_mismatch,
    error_code_shape,
    error_without_err_field,
    float_argument_format,
    forged_error_code,
    global_write,
    ignored_pcall_error,
    include_clash,
    inexact_integer,
    integer_reply_as_condition,
    invalid_command_argument,
    invalid_include,
    invalid_shebang,
    key_out_of_range,
    keys_share_no_hash_tag,
    line_endings,
    loaded_argument,
    lua_syntax,
    map_fields_dropped,
    missing_value_arithmetic,
    nil_comparison_of_reply,
    noscript_command,
    number_return_truncated,
    number_to_string_rounding,
    readonly_table_write,
    return_type_mismatch,
    status_reply_comparison,
    string_number_comparison,
    swapped_arguments,
    unbounded_unpack,
    undeclared_key,
    undefined_global,
    unknown_api_field,
    unknown_command,
    unknown_escape,
    unknown_subcommand,
    unused_allow,
    unused_arg,
    unused_key,
    variant_without_code,
    write_in_read_only,
    zero_index,
}

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    asked: OnceCell<HashSet<Element>>,
    hides_tonumber: OnceCell<bool>,
}

/// An element under a constant number of a local's table. The number is that of the bits.
type Element = (LocalId, u64);

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

    /// The elements that the script asks for somewhere whether they are there: `if bucket[1] then`.
    fn asked(&self) -> &HashSet<Element> {
        self.asked.get_or_init(|| missing_value_arithmetic::asked(self))
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
        (text.len() <= 60 && !text.contains(['\n', '\r'])).then(|| text.into_owned())
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
    let found = LINTS.iter().flat_map(|lint| (lint.check)(&context)).collect();
    let mut diagnostics = levels::settle(&context, found);
    // Of those at one place, the worst first.
    sort_by(&mut diagnostics, |diagnostic| (place(diagnostic.span), u64::MAX - diagnostic.level as u64));
    array_hole::instead_of_its_consequence(undefined_global::once_each(diagnostics))
}
