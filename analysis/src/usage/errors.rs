//! The errors that a script makes itself, and what is known of their texts.
//!
//! A client acts on the first word of an error. `redis.error_reply(text)` and `{err = text}` send a
//! text of the script's choice; a raised string does not: the server puts `ERR user_script:1:` before
//! it. Errors that a command made are the server's, and no command of a script says NOSCRIPT.

use super::bindings::{Binding, Bindings};
use super::names::{Meaning, Names};
use super::statements::statements;
use crate::ast::{BinaryOperator, Chunk, ExpressionId, ExpressionKind, Sort, StatementKind, TableItem};
use crate::bytes::find;
use crate::span::Span;

/// An error that the script makes.
pub(crate) struct MadeError {
    /// Where its text is.
    pub(crate) span: Span,
    pub(crate) by: Maker,
    /// What the text may be.
    pub(crate) texts: Vec<Text>,
}

/// What turns a text into an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Maker {
    /// `redis.error_reply(text)`: drops a leading `-`, and since 7.0 makes `ERR word` of a single word.
    ErrorReply,
    /// `{err = text}`: as it is.
    Field,
}

/// What is known of a text.
pub(crate) enum Text {
    /// These bytes, or what begins with them.
    Literal { bytes: Vec<u8>, complete: bool },
    /// Whatever error a command or a library function raised.
    Servers,
    /// Anything.
    Unknown,
}

impl MadeError {
    /// What a text begins with once it is an error.
    pub(crate) fn start<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        match self.by {
            Maker::ErrorReply => bytes.strip_prefix(b"-").unwrap_or(bytes),
            Maker::Field => bytes,
        }
    }

    /// The codes that it may have; `None` if one isn't known. What a command or a library raises has the server's.
    pub(crate) fn codes(&self) -> Option<Vec<&[u8]>> {
        let mut codes = Vec::new();
        for text in &self.texts {
            match text {
                Text::Servers => {}
                Text::Unknown => return None,
                Text::Literal { bytes, complete } => {
                    let start = self.start(bytes);
                    match find(start, b' ') {
                        Some(end) => codes.push(&start[..end]),
                        None if !complete => return None,
                        // Redis from 7.0 on, and Valkey, put `ERR` before a single word.
                        None if self.by == Maker::ErrorReply => codes.push(b"ERR"),
                        None => codes.push(start),
                    }
                }
            }
        }
        Some(codes)
    }

    fn may_be_noscript(&self) -> bool {
        const CODE: &[u8] = b"NOSCRIPT";
        self.texts.iter().any(|text| match text {
            Text::Unknown => true,
            Text::Servers => false,
            Text::Literal { bytes, complete } => {
                let start = self.start(bytes);
                start.starts_with(CODE) || (!complete && CODE.starts_with(start))
            }
        })
    }
}

/// All errors that a script makes.
pub(crate) struct MadeErrors {
    pub(crate) list: Vec<MadeError>,
    pub(crate) can_forge_noscript: bool,
    /// Whether there may be others, which aren't in the list.
    pub(crate) may_be_others: bool,
}

impl MadeErrors {
    pub(crate) fn new(chunk: &Chunk, names: &Names, bindings: &Bindings, dynamic_code: bool) -> Self {
        let finder = Finder { chunk, names, bindings };
        let list = finder.errors();
        let may_be_others = dynamic_code || finder.may_make_others();
        let can_forge_noscript = may_be_others || list.iter().any(MadeError::may_be_noscript);
        Self { list, can_forge_noscript, may_be_others }
    }
}

/// Looks for what becomes an error.
pub(super) struct Finder<'a> {
    pub(super) chunk: &'a Chunk,
    pub(super) names: &'a Names,
    pub(super) bindings: &'a Bindings,
}

impl Finder<'_> {
    fn errors(&self) -> Vec<MadeError> {
        let mut errors: Vec<MadeError> = Vec::new();
        for (_, expression) in self.chunk.of_any(&[Sort::Call, Sort::Table]) {
            match &expression.kind {
                ExpressionKind::Call { callee, arguments } if self.names.is_member(*callee, "redis", "error_reply") => {
                    if let Some(text) = arguments.first() {
                        errors.push(self.made(*text, Maker::ErrorReply));
                    }
                }
                ExpressionKind::Table(items) => {
                    for item in items {
                        if let TableItem::Keyed(key, text) = item
                            && self.is_err(*key)
                        {
                            errors.push(self.made(*text, Maker::Field));
                        }
                    }
                }
                _ => {}
            }
        }
        for (_, statement) in statements(self.chunk) {
            let StatementKind::Assignment { targets, values, .. } = &statement.kind else { continue };
            for (target, value) in targets.iter().zip(values) {
                if let ExpressionKind::Index { key, .. } = self.chunk[*target].kind
                    && self.is_err(key)
                {
                    errors.push(self.made(*value, Maker::Field));
                }
            }
        }
        errors
    }

    fn is_err(&self, key: ExpressionId) -> bool {
        self.names.string(self.chunk, key) == Some(b"err")
    }

    fn made(&self, text: ExpressionId, by: Maker) -> MadeError {
        MadeError { span: self.chunk[text].span, by, texts: self.texts(text) }
    }

    /// What a text may be: one for each way that `and` and `or` leave open.
    fn texts(&self, text: ExpressionId) -> Vec<Text> {
        let mut texts = Vec::new();
        let mut open = vec![text];
        // As many as people write; more are unknown.
        while let Some(next) = open.pop() {
            if texts.len() + open.len() > 16 {
                return vec![Text::Unknown];
            }
            match self.chunk[next].kind {
                ExpressionKind::Binary { operator: BinaryOperator::Or, left, right } => {
                    open.push(left);
                    open.push(right);
                }
                ExpressionKind::Binary { operator: BinaryOperator::And, right, .. } => open.push(right),
                ExpressionKind::Parenthesised(inner) => open.push(inner),
                _ => texts.push(self.text(next)),
            }
        }
        texts
    }

    fn text(&self, mut text: ExpressionId) -> Text {
        let mut bytes = Vec::new();
        loop {
            let (first, rest) = match self.chunk[text].kind {
                ExpressionKind::Binary { operator: BinaryOperator::Concatenate, left, right } => (left, Some(right)),
                _ => (text, None),
            };
            match (self.piece(first), rest) {
                (Text::Literal { bytes: piece, complete }, _) => {
                    bytes.extend_from_slice(&piece);
                    let Some(rest) = rest.filter(|_| complete) else {
                        return Text::Literal { bytes, complete: complete && rest.is_none() };
                    };
                    text = rest;
                }
                // An error of a command begins with a code; what follows it doesn't matter.
                (Text::Servers, _) if bytes.is_empty() => return Text::Servers,
                (Text::Unknown, _) if bytes.is_empty() => return Text::Unknown,
                _ => return Text::Literal { bytes, complete: false },
            }
        }
    }

    /// A text that is no concatenation.
    fn piece(&self, text: ExpressionId) -> Text {
        if let Some(bytes) = self.names.string(self.chunk, text) {
            return Text::Literal { bytes: bytes.to_vec(), complete: true };
        }
        if matches!(self.names.meaning(text), Meaning::Number(_)) {
            return Text::Literal { bytes: b"0".to_vec(), complete: false };
        }
        match &self.chunk[text].kind {
            ExpressionKind::Call { callee, arguments } if self.names.is_member(*callee, "string", "format") => {
                let Some(format) = arguments.first().and_then(|format| self.names.string(self.chunk, *format)) else {
                    return Text::Unknown;
                };
                let until = find(format, b'%').unwrap_or(format.len());
                Text::Literal { bytes: format[..until].to_vec(), complete: until == format.len() }
            }
            ExpressionKind::Call { callee, arguments } if self.names.global(*callee) == Some("tostring") => {
                arguments.first().map_or(Text::Unknown, |inner| self.caught(*inner))
            }
            ExpressionKind::Parenthesised(inner) => self
                .names
                .string(self.chunk, *inner)
                .map_or(Text::Unknown, |bytes| Text::Literal { bytes: bytes.to_vec(), complete: true }),
            _ => self.caught(text),
        }
    }

    /// `reply.err` of a `redis.pcall`, and the second value of `pcall(redis.call, ..)`.
    fn caught(&self, text: ExpressionId) -> Text {
        match self.chunk[text].kind {
            ExpressionKind::Index { object, key } if self.is_err(key) => match self.value(object) {
                Some(call) if self.calls(call, "pcall") || self.calls(call, "call") => Text::Servers,
                _ => match self.binding(object) {
                    Binding::Later(call, 1) if self.tries_library(call) => Text::Servers,
                    _ => Text::Unknown,
                },
            },
            _ => match self.binding(text) {
                Binding::Later(call, 1) if self.tries_library(call) => Text::Servers,
                _ => Text::Unknown,
            },
        }
    }

    fn binding(&self, expression: ExpressionId) -> Binding {
        match self.chunk[expression].kind {
            ExpressionKind::Local(local) => self.bindings.lasting(local),
            _ => Binding::Open,
        }
    }

    /// The expression that a local stands for.
    pub(super) fn value(&self, expression: ExpressionId) -> Option<ExpressionId> {
        match self.chunk[expression].kind {
            ExpressionKind::Local(_) => match self.binding(expression) {
                Binding::Value(value) => Some(value),
                _ => None,
            },
            _ => Some(expression),
        }
    }

    /// Whether the expression calls `redis.call` or `redis.pcall`.
    fn calls(&self, call: ExpressionId, field: &str) -> bool {
        matches!(&self.chunk[call].kind, ExpressionKind::Call { callee, .. }
            if self.names.is_member(*callee, "redis", field))
    }

    /// Whether it is a `pcall` of a library function, which doesn't raise texts of the script's choice.
    fn tries_library(&self, call: ExpressionId) -> bool {
        let ExpressionKind::Call { callee, arguments } = &self.chunk[call].kind else { return false };
        self.names.global(*callee) == Some("pcall")
            && arguments.first().is_some_and(|tried| self.names.member(*tried).is_some())
    }
}
