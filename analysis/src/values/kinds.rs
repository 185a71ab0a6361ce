//! What kind of value an expression can have.

use crate::ast::{ExpressionId, FunctionId, LocalId};
use crate::server::reply::Reply;
use std::ops::BitOr;

/// A set of kinds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NIL: Self = Self(1);
    pub(crate) const FALSE: Self = Self(1 << 1);
    pub(crate) const TRUE: Self = Self(1 << 2);
    /// A number without a fraction.
    pub(crate) const INTEGER: Self = Self(1 << 3);
    /// A number with a fraction.
    pub(crate) const FRACTION: Self = Self(1 << 4);
    /// A number that may be either, or none at all (inf, nan).
    pub(crate) const NUMBER: Self = Self(1 << 5);
    pub(crate) const STRING: Self = Self(1 << 6);
    /// A table with a text `ok`.
    pub(crate) const STATUS: Self = Self(1 << 7);
    /// A table with a text `err`.
    pub(crate) const ERROR: Self = Self(1 << 8);
    /// Any other table.
    pub(crate) const TABLE: Self = Self(1 << 9);
    /// A function.
    pub(crate) const FUNCTION: Self = Self(1 << 10);
    /// A userdata or a thread.
    pub(crate) const OTHER: Self = Self(1 << 11);
    pub(crate) const ANY: Self = Self((1 << 12) - 1);

    pub(crate) const BOOLEAN: Self = Self(Self::FALSE.0 | Self::TRUE.0);
    pub(crate) const FALSY: Self = Self(Self::NIL.0 | Self::FALSE.0);
    pub(crate) const NUMERIC: Self = Self(Self::INTEGER.0 | Self::FRACTION.0 | Self::NUMBER.0);
    pub(crate) const TABLES: Self = Self(Self::STATUS.0 | Self::ERROR.0 | Self::TABLE.0);

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether there is one, and every one is among `others`.
    pub(crate) const fn only(self, others: Self) -> bool {
        self.0 != 0 && self.0 & !others.0 == 0
    }

    pub(crate) const fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(crate) const fn and(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    pub(crate) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// What `type()` calls `name`.
    pub(super) fn named(name: &[u8]) -> Self {
        match name {
            b"nil" => Self::NIL,
            b"boolean" => Self::BOOLEAN,
            b"number" => Self::NUMERIC,
            b"string" => Self::STRING,
            b"table" => Self::TABLES,
            b"function" => Self::FUNCTION,
            b"userdata" | b"thread" => Self::OTHER,
            _ => Self::NONE,
        }
    }

    /// A reply in Lua. Null is `false`, so nothing is nil.
    pub(super) const fn of(reply: Reply) -> Self {
        match reply {
            Reply::Integer => Self::INTEGER,
            Reply::IntegerOrNull => Self(Self::INTEGER.0 | Self::FALSE.0),
            Reply::Status => Self::STATUS,
            Reply::StatusOrNull => Self(Self::STATUS.0 | Self::FALSE.0),
            Reply::Bulk => Self::STRING,
            Reply::BulkOrNull => Self(Self::STRING.0 | Self::FALSE.0),
            Reply::Array | Reply::Values(_) => Self::TABLE,
            Reply::ArrayOrNull => Self(Self::TABLE.0 | Self::FALSE.0),
            Reply::Unknown => Self(Self::ANY.0 & !Self::NIL.0),
        }
    }
}

impl BitOr for Kinds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known about a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) kinds: Kinds,
    pub(crate) origin: Origin,
}

/// Where a value certainly comes from. It may have been told apart from `nil` and `false` since.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Unknown,
    /// This call of a command.
    Reply(ExpressionId),
    /// An element of the reply of this call, or the number that `tonumber` makes of either.
    Part(ExpressionId),
    /// This table constructor, and nothing was put into the table since.
    Table(ExpressionId),
    /// The table of this local, and all that was put into it is known.
    Filled(LocalId),
    /// This string or number.
    Literal(ExpressionId),
    /// An element of `KEYS` or `ARGV`.
    Element,
    Function(FunctionId),
    /// One of several known values: a number of `Alternatives`.
    Either(u32),
}

impl Value {
    pub(crate) const ANY: Self = Self::of(Kinds::ANY);
    pub(crate) const NIL: Self = Self::of(Kinds::NIL);

    pub(crate) const fn of(kinds: Kinds) -> Self {
        Self { kinds, origin: Origin::Unknown }
    }

    pub(crate) const fn from(kinds: Kinds, origin: Origin) -> Self {
        Self { kinds, origin }
    }

    /// One or the other.
    pub(crate) fn join(self, other: Self) -> Self {
        // What is nothing but nil or false is still a value of its own, with no origin.
        if self.kinds.is_empty() {
            return other;
        }
        if other.kinds.is_empty() {
            return self;
        }
        let origin = if self.origin == other.origin { self.origin } else { Origin::Unknown };
        Self { kinds: self.kinds | other.kinds, origin }
    }

    /// Numbers that are the same for the same value alone.
    pub(super) fn bits(self) -> (u64, u64) {
        let (origin, number) = match self.origin {
            Origin::Unknown => (0, 0),
            Origin::Reply(call) => (1, call.0),
            Origin::Part(call) => (2, call.0),
            Origin::Table(table) => (3, table.0),
            Origin::Filled(local) => (4, local.0),
            Origin::Literal(literal) => (5, literal.0),
            Origin::Element => (6, 0),
            Origin::Function(function) => (7, function.0),
            Origin::Either(set) => (8, set),
        };
        (u64::from(self.kinds.0), origin << 32 | u64::from(number))
    }

    pub(crate) const fn keep(self, kinds: Kinds) -> Self {
        Self { kinds: self.kinds.and(kinds), origin: self.origin }
    }
}
