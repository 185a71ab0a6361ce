//! Arithmetic on constants, as the server's compiler folds it.

use super::names::Meaning;
use crate::ast::{BinaryOperator, UnaryOperator};

/// `-2`, `not nil`.
pub(crate) fn unary(operator: UnaryOperator, operand: Meaning) -> Meaning {
    match (operator, operand) {
        (UnaryOperator::Minus, Meaning::Number(number)) => Meaning::Number(-number),
        (UnaryOperator::Not, Meaning::Nil | Meaning::False) => Meaning::True,
        (UnaryOperator::Not, Meaning::True | Meaning::Number(_) | Meaning::String(_)) => Meaning::False,
        _ => Meaning::Unknown,
    }
}

/// `1 + 1`.
pub(crate) fn binary(operator: BinaryOperator, left: Meaning, right: Meaning) -> Meaning {
    let (Meaning::Number(left), Meaning::Number(right)) = (left, right) else { return Meaning::Unknown };
    Meaning::Number(match operator {
        BinaryOperator::Add => left + right,
        BinaryOperator::Subtract => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide => left / right,
        BinaryOperator::Modulo => left - (left / right).floor() * right,
        BinaryOperator::Power => left.powf(right),
        _ => return Meaning::Unknown,
    })
}
