//! The syntax tree of a Lua 5.1 chunk.
//!
//! Expressions, functions and locals live in arenas of their [`Chunk`] and are named by ids: a chain
//! of a million operators is a long list, not a deep tree, so dropping or copying a chunk needs no
//! stack. An expression comes after its operands in the arena. Statements nest directly; the
//! reference compiler allows 200 levels of that.
//!
//! Names are resolved while parsing, in one pass, as the reference compiler does it: an
//! [`ExpressionKind::Local`] names its declaration, an [`ExpressionKind::Global`] is what is left.

mod walk;

use crate::span::Span;
use std::ops::Index;
pub(crate) use walk::Sort;
use walk::{Expressions, OfSort, OfSorts, Sorted};

/// A whole script, without its shebang line.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// All functions; the first is the main chunk.
    pub functions: Vec<Function>,
    /// All expressions, operands before the expressions that use them.
    pub expressions: Vec<Expression>,
    /// All local variables, in the order in which they come into scope.
    pub locals: Vec<Local>,
    sorted: Sorted,
}

/// Names an [`Expression`] of a [`Chunk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpressionId(pub u32);

/// Names a [`Function`] of a [`Chunk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// Names a [`Local`] of a [`Chunk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);

impl Chunk {
    /// The function that is the script itself.
    pub const MAIN: FunctionId = FunctionId(0);

    pub(crate) fn push(&mut self, expression: Expression) -> ExpressionId {
        let id = ExpressionId(u32::try_from(self.expressions.len()).unwrap_or(u32::MAX));
        self.sorted.push(id, &expression.kind);
        self.expressions.push(expression);
        id
    }

    /// Every expression with its id, operands first.
    pub fn iter(&self) -> impl Iterator<Item = (ExpressionId, &Expression)> {
        Expressions { next: 0, rest: self.expressions.iter() }
    }

    /// The ids of all expressions of one sort, operands first.
    pub(crate) fn ids(&self, sort: Sort) -> &[ExpressionId] {
        self.sorted.ids(sort)
    }

    /// All expressions of one sort with their ids, operands first.
    pub(crate) fn of(&self, sort: Sort) -> impl Iterator<Item = (ExpressionId, &Expression)> {
        OfSort { ids: self.ids(sort).iter(), expressions: &self.expressions }
    }

    /// All expressions of some sorts, likewise.
    pub(crate) fn of_any(&self, sorts: &[Sort]) -> impl Iterator<Item = (ExpressionId, &Expression)> {
        let mut lists = Vec::with_capacity(sorts.len());
        for sort in sorts {
            lists.push(self.ids(*sort));
        }
        OfSorts { lists, expressions: &self.expressions }
    }

    /// The local that an expression is the name of.
    pub fn local(&self, expression: ExpressionId) -> Option<LocalId> {
        match self[expression].kind {
            ExpressionKind::Local(local) => Some(local),
            _ => None,
        }
    }
}

impl Index<ExpressionId> for Chunk {
    type Output = Expression;
    fn index(&self, id: ExpressionId) -> &Expression {
        &self.expressions[id.0 as usize]
    }
}

impl Index<FunctionId> for Chunk {
    type Output = Function;
    fn index(&self, id: FunctionId) -> &Function {
        &self.functions[id.0 as usize]
    }
}

impl Index<LocalId> for Chunk {
    type Output = Local;
    fn index(&self, id: LocalId) -> &Local {
        &self.locals[id.0 as usize]
    }
}

/// A function body, or the main chunk.
#[derive(Clone, Debug)]
pub struct Function {
    /// The function that it is written in; `None` for the main chunk.
    pub parent: Option<FunctionId>,
    /// The parameters, an implicit `self` of `function a:b()` included.
    pub parameters: Vec<LocalId>,
    /// How `...` is taken.
    pub varargs: Varargs,
    /// The statements.
    pub body: Block,
    /// From `function` (of the main chunk: from the first token) to after `end`.
    pub span: Span,
}

/// Whether a function takes `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Varargs {
    /// It has no `...` among its parameters.
    No,
    /// It has, and its body uses `...`. The hidden local `arg`, if read, is nil.
    Used,
    /// It has, and its body doesn't use `...`: the hidden local `arg` holds the values as a table,
    /// Lua 5.0's way, which stock 5.1 keeps (`LUAI_COMPAT_VARARG`).
    Arg,
}

/// A local variable, parameter or loop variable.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name.
    pub name: Box<str>,
    /// Where it is declared; for an implicit `self` or `arg`, the parameter list.
    pub span: Span,
    /// The function whose local it is. Used elsewhere, it is an upvalue there.
    pub function: FunctionId,
    /// What declares it.
    pub kind: LocalKind,
}

/// What declares a [`Local`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// `local x`.
    Local,
    /// `local function x`.
    Function,
    /// A parameter of a function.
    Parameter,
    /// `self` of `function a:b()`.
    SelfParameter,
    /// The hidden `arg` of a function with `...` among its parameters.
    Arg,
    /// The variable of a numeric `for`.
    Counter,
    /// A variable of a generic `for`.
    Iterator,
}

/// A list of statements that is a scope.
#[derive(Clone, Debug)]
pub struct Block {
    /// The statements.
    pub statements: Vec<Statement>,
    /// From the first to the last statement; where there is none, an empty span at its place.
    pub span: Span,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// All of it, without a `;` behind it.
    pub span: Span,
}

/// What a [`Statement`] is.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `local a, b = x, y`.
    Local {
        /// The variables.
        names: Vec<LocalId>,
        /// The values, evaluated before the names are in scope.
        values: Vec<ExpressionId>,
    },
    /// `local function f() .. end`: the name is in scope inside.
    LocalFunction {
        /// The variable.
        name: LocalId,
        /// An [`ExpressionKind::Function`].
        function: ExpressionId,
    },
    /// `a, b.c = x, y`, and `function a.b:c() .. end` with its `keyword` set.
    Assignment {
        /// Locals, globals or index expressions.
        targets: Vec<ExpressionId>,
        /// The values.
        values: Vec<ExpressionId>,
        /// Whether it is written as `function name() .. end`.
        function_statement: bool,
    },
    /// A call for its effects: an [`ExpressionKind::Call`] or [`ExpressionKind::Method`].
    Call(ExpressionId),
    /// `do .. end`.
    Do(Block),
    /// `while condition do .. end`.
    While {
        /// The condition.
        condition: ExpressionId,
        /// The body.
        body: Block,
    },
    /// `repeat .. until condition`; the condition sees the body's locals.
    Repeat {
        /// The body.
        body: Block,
        /// The condition.
        condition: ExpressionId,
    },
    /// `if .. then .. elseif .. else .. end`.
    If {
        /// `if` and every `elseif`: the condition and its block.
        arms: Vec<(ExpressionId, Block)>,
        /// The `else` block.
        otherwise: Option<Block>,
    },
    /// `for i = start, limit, step do .. end`.
    NumericFor {
        /// The loop variable.
        counter: LocalId,
        /// Where it starts.
        start: ExpressionId,
        /// Where it ends, inclusive.
        limit: ExpressionId,
        /// What is added each time; 1 if left out.
        step: Option<ExpressionId>,
        /// The body.
        body: Block,
    },
    /// `for k, v in values do .. end`.
    GenericFor {
        /// The loop variables.
        names: Vec<LocalId>,
        /// Iterator, state, start.
        values: Vec<ExpressionId>,
        /// The body.
        body: Block,
    },
    /// `return a, b`.
    Return(Vec<ExpressionId>),
    /// `break`.
    Break,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// All of it.
    pub span: Span,
    /// The function whose code it is part of.
    pub function: FunctionId,
    /// How deep the tree below it is, 1 for a leaf. Left-leaning chains (`a + b + c`, `a.b.c`,
    /// `f()()()`) have no limit in Lua: whoever walks down an expression by recursion must give up
    /// (say "unknown") above [`Expression::WALKABLE`].
    pub depth: u32,
}

impl Expression {
    /// The depth up to which a walk by recursion is safe on a small stack.
    pub const WALKABLE: u32 = 220;
}

/// What an [`Expression`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// `nil`.
    Nil,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A number, as the double that it becomes.
    Number(f64),
    /// A string, its escapes replaced.
    String(Box<[u8]>),
    /// `...`.
    Vararg,
    /// `function() .. end`.
    Function(FunctionId),
    /// A local variable or upvalue.
    Local(LocalId),
    /// A name that no local declares.
    Global(Box<str>),
    /// `object[key]`; `object.name` has a string as its key.
    Index {
        /// The table.
        object: ExpressionId,
        /// The key.
        key: ExpressionId,
    },
    /// `callee(arguments)`.
    Call {
        /// The function.
        callee: ExpressionId,
        /// The arguments; if the last one is a call or `...`, there may be more of them.
        arguments: Vec<ExpressionId>,
    },
    /// `object:name(arguments)`.
    Method {
        /// The table, and first argument.
        object: ExpressionId,
        /// The method's name: an [`ExpressionKind::String`].
        name: ExpressionId,
        /// The other arguments.
        arguments: Vec<ExpressionId>,
    },
    /// `not x`, `-x`, `#x`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// The operand.
        operand: ExpressionId,
    },
    /// `left operator right`.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// The left operand.
        left: ExpressionId,
        /// The right operand.
        right: ExpressionId,
    },
    /// `{ .. }`.
    Table(Vec<TableItem>),
    /// `(x)`: the same, cut to one value.
    Parenthesised(ExpressionId),
}

/// An item of a table constructor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableItem {
    /// `value`: the next array element; the last one may be several, as in a call.
    Positional(ExpressionId),
    /// `name = value`, whose key is an [`ExpressionKind::String`], or `[key] = value`.
    Keyed(ExpressionId, ExpressionId),
}

/// `not`, `-`, `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `not`.
    Not,
    /// `-`.
    Minus,
    /// `#`.
    Length,
}

/// The operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named in the reference manual, section 2.5")]
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
}
