//! Operators.

use super::{Code, Coded, Jumps, Operation, Value, ValueKind};
use crate::ast::{BinaryOperator, UnaryOperator};

impl Code {
    /// `luaK_prefix`.
    pub(in super::super) fn prefix(&mut self, operator: UnaryOperator, value: &mut Value) -> Coded {
        match operator {
            UnaryOperator::Not => self.not(value),
            UnaryOperator::Minus => {
                if let Some(number) = value.as_number() {
                    value.kind = ValueKind::Number(-number);
                    return Ok(());
                }
                self.unary(value)
            }
            UnaryOperator::Length => self.unary(value),
        }
    }

    /// `codearith`, for an operator whose operand must be in a register.
    fn unary(&mut self, value: &mut Value) -> Coded {
        self.put_anywhere(value)?;
        self.release_value(*value);
        value.kind = ValueKind::Relocatable(self.emit()?);
        Ok(())
    }

    /// `codenot`.
    fn not(&mut self, value: &mut Value) -> Coded {
        self.discharge_variable(value)?;
        match value.kind {
            ValueKind::Nil | ValueKind::False => value.kind = ValueKind::True,
            ValueKind::Constant(_) | ValueKind::Number(_) | ValueKind::True => value.kind = ValueKind::False,
            ValueKind::Jump(_) => {}
            _ => {
                self.discharge_to_any(value)?;
                self.release_value(*value);
                value.kind = ValueKind::Relocatable(self.negation()?);
            }
        }
        std::mem::swap(&mut value.when_true, &mut value.when_false);
        self.remove_values(value.when_false);
        self.remove_values(value.when_true);
        Ok(())
    }

    /// `luaK_goiftrue`: goes on behind the value if it is true.
    pub(in super::super) fn go_if_true(&mut self, value: &mut Value) -> Coded {
        self.discharge_variable(value)?;
        let jumps = match value.kind {
            ValueKind::Constant(_) | ValueKind::Number(_) | ValueKind::True => Jumps::NONE,
            ValueKind::Jump(jumps) => jumps,
            _ => self.jump_on_condition(value)?,
        };
        self.concat(&mut value.when_false, jumps)?;
        self.patch_to_here(std::mem::take(&mut value.when_true))
    }

    /// `luaK_goiffalse`.
    fn go_if_false(&mut self, value: &mut Value) -> Coded {
        self.discharge_variable(value)?;
        let jumps = match value.kind {
            ValueKind::Nil | ValueKind::False => Jumps::NONE,
            ValueKind::Jump(jumps) => jumps,
            _ => self.jump_on_condition(value)?,
        };
        self.concat(&mut value.when_true, jumps)?;
        self.patch_to_here(std::mem::take(&mut value.when_false))
    }

    /// `jumponcond`.
    fn jump_on_condition(&mut self, value: &mut Value) -> Coded<Jumps> {
        if let ValueKind::Relocatable(instruction) = value.kind {
            let index = usize::try_from(instruction).ok();
            if index.is_some_and(|index| self.instructions[index].operation == Operation::Not) {
                self.instructions.pop();
                return self.conditional_jump(Operation::Test, 0);
            }
        }
        let register = self.discharge_to_any(value)?;
        self.release_value(*value);
        self.conditional_jump(Operation::TestSet, register)
    }

    /// `luaK_infix`: between the operands.
    pub(in super::super) fn infix(&mut self, operator: BinaryOperator, left: &mut Value) -> Coded {
        match operator {
            BinaryOperator::And => self.go_if_true(left),
            BinaryOperator::Or => self.go_if_false(left),
            BinaryOperator::Concatenate => self.put_next(left),
            _ if is_arithmetic(operator) && left.as_number().is_some() => Ok(()),
            _ => self.operand(left).map(drop),
        }
    }

    /// `luaK_posfix`: behind the operands. The result is in `left`.
    pub(in super::super) fn postfix(&mut self, operator: BinaryOperator, left: &mut Value, mut right: Value) -> Coded {
        match operator {
            BinaryOperator::And => {
                self.discharge_variable(&mut right)?;
                self.concat(&mut right.when_false, left.when_false)?;
                *left = right;
            }
            BinaryOperator::Or => {
                self.discharge_variable(&mut right)?;
                self.concat(&mut right.when_true, left.when_true)?;
                *left = right;
            }
            BinaryOperator::Concatenate => self.concatenate(left, right)?,
            _ if is_arithmetic(operator) => {
                if let Some(folded) = folded(operator, *left, right) {
                    left.kind = ValueKind::Number(folded);
                } else {
                    self.binary(left, &mut right)?;
                    left.kind = ValueKind::Relocatable(self.emit()?);
                }
            }
            _ => self.compare(left, right)?,
        }
        Ok(())
    }

    /// `a .. b .. c` is one instruction.
    fn concatenate(&mut self, left: &mut Value, mut right: Value) -> Coded {
        self.settle(&mut right)?;
        let instruction = match right.kind {
            ValueKind::Relocatable(instruction) => usize::try_from(instruction).ok(),
            _ => None,
        };
        if instruction.is_some_and(|index| self.instructions[index].operation == Operation::Concat) {
            self.release_value(*left);
            left.kind = right.kind;
            return Ok(());
        }
        self.put_next(&mut right)?;
        self.binary(left, &mut right)?;
        left.kind = ValueKind::Relocatable(self.push(Operation::Concat, 0, 0)?);
        Ok(())
    }

    /// The operands of `codearith`.
    fn binary(&mut self, left: &mut Value, right: &mut Value) -> Coded {
        let second = self.operand(right)?;
        let first = self.operand(left)?;
        if first > second {
            self.release_value(*left);
            self.release_value(*right);
        } else {
            self.release_value(*right);
            self.release_value(*left);
        }
        Ok(())
    }

    /// `codecomp`.
    fn compare(&mut self, left: &mut Value, mut right: Value) -> Coded {
        self.operand(left)?;
        self.operand(&mut right)?;
        self.release_value(right);
        self.release_value(*left);
        left.kind = ValueKind::Jump(self.conditional_jump(Operation::Test, 0)?);
        Ok(())
    }
}

fn is_arithmetic(operator: BinaryOperator) -> bool {
    use BinaryOperator::{Add, Divide, Modulo, Multiply, Power, Subtract};
    matches!(operator, Add | Subtract | Multiply | Divide | Modulo | Power)
}

/// `constfolding`: two numbers become one, unless that is no number.
fn folded(operator: BinaryOperator, left: Value, right: Value) -> Option<f64> {
    let (left, right) = (left.as_number()?, right.as_number()?);
    let value = match operator {
        BinaryOperator::Add => left + right,
        BinaryOperator::Subtract => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide | BinaryOperator::Modulo if right == 0.0 => return None,
        BinaryOperator::Divide => left / right,
        BinaryOperator::Modulo => left - (left / right).floor() * right,
        BinaryOperator::Power => left.powf(right),
        _ => return None,
    };
    (!value.is_nan()).then_some(value)
}
