//! Where the value of an expression is, and how it gets into a register.

use super::{Code, Coded, Jumps, Operation};

/// What an operand that is a constant begins at: `BITRK`.
pub(super) const FIRST_CONSTANT: i32 = 256;

/// An expression whose code is not finished (`expdesc`).
#[derive(Clone, Copy)]
pub(in super::super) struct Value {
    pub(in super::super) kind: ValueKind,
    /// Jumps out of it where it is true.
    pub(super) when_true: Jumps,
    /// Jumps out of it where it is false.
    pub(super) when_false: Jumps,
}

/// Where a value is (`expkind`).
#[derive(Clone, Copy, PartialEq)]
pub(in super::super) enum ValueKind {
    Void,
    Nil,
    True,
    False,
    Constant(i32),
    Number(f64),
    /// The register of a local variable.
    Local(i32),
    Upvalue,
    Global,
    /// A table's register, and the operand that is the key.
    Indexed(i32, i32),
    Jump(Jumps),
    /// An instruction that can put it anywhere.
    Relocatable(i32),
    /// A register.
    Fixed(i32),
    /// The instruction of a call.
    Call(i32),
    Vararg,
}

impl From<ValueKind> for Value {
    fn from(kind: ValueKind) -> Self {
        Self { kind, when_true: Jumps::NONE, when_false: Jumps::NONE }
    }
}

impl Value {
    pub(super) fn has_jumps(self) -> bool {
        self.when_true != self.when_false
    }

    /// `isnumeral`.
    pub(super) fn as_number(self) -> Option<f64> {
        match self.kind {
            ValueKind::Number(value) if self.when_true == Jumps::NONE && self.when_false == Jumps::NONE => Some(value),
            _ => None,
        }
    }

    /// `hasmultret`.
    pub(in super::super) fn is_open(self) -> bool {
        matches!(self.kind, ValueKind::Call(_) | ValueKind::Vararg)
    }
}

impl Code {
    /// `luaK_setreturns`.
    pub(in super::super) fn set_returns(&mut self, value: Value) -> Coded {
        if value.kind == ValueKind::Vararg { self.reserve(1) } else { Ok(()) }
    }

    /// `luaK_setoneret`.
    pub(in super::super) fn set_one_return(&self, value: &mut Value) {
        value.kind = match value.kind {
            ValueKind::Call(call) => ValueKind::Fixed(self.instruction(call).a),
            // Which instruction it is matters for `not` and `..` alone.
            ValueKind::Vararg => ValueKind::Relocatable(super::jump::NONE),
            other => other,
        };
    }

    /// `luaK_dischargevars`.
    pub(in super::super) fn discharge_variable(&mut self, value: &mut Value) -> Coded {
        value.kind = match value.kind {
            ValueKind::Local(register) => ValueKind::Fixed(register),
            ValueKind::Upvalue | ValueKind::Global => ValueKind::Relocatable(self.emit()?),
            ValueKind::Indexed(table, key) => {
                self.release(key);
                self.release(table);
                ValueKind::Relocatable(self.emit()?)
            }
            _ => {
                self.set_one_return(value);
                return Ok(());
            }
        };
        Ok(())
    }

    /// `discharge2reg`.
    fn discharge_to(&mut self, value: &mut Value, register: i32) -> Coded {
        self.discharge_variable(value)?;
        match value.kind {
            ValueKind::Nil => self.nil(register, 1)?,
            ValueKind::Number(number) => {
                self.number(number)?;
                self.emit()?;
            }
            ValueKind::False | ValueKind::True | ValueKind::Constant(_) => {
                self.emit()?;
            }
            ValueKind::Fixed(from) if from != register => {
                self.emit()?;
            }
            ValueKind::Void | ValueKind::Jump(_) => return Ok(()),
            _ => {}
        }
        value.kind = ValueKind::Fixed(register);
        Ok(())
    }

    /// `discharge2anyreg`; gives the register.
    pub(super) fn discharge_to_any(&mut self, value: &mut Value) -> Coded<i32> {
        if let ValueKind::Fixed(register) = value.kind {
            return Ok(register);
        }
        self.reserve(1)?;
        self.discharge_to(value, self.free - 1)?;
        Ok(self.free - 1)
    }

    /// `exp2reg`.
    fn put_in(&mut self, value: &mut Value, register: i32) -> Coded {
        self.discharge_to(value, register)?;
        if let ValueKind::Jump(jumps) = value.kind {
            self.concat(&mut value.when_true, jumps)?;
        }
        if value.has_jumps() {
            let (mut load_false, mut load_true) = (super::jump::NONE, super::jump::NONE);
            if self.need_value(value.when_true) || self.need_value(value.when_false) {
                let over = if matches!(value.kind, ValueKind::Jump(_)) { Jumps::NONE } else { self.jump()? };
                load_false = self.load_label()?;
                load_true = self.load_label()?;
                self.patch_to_here(over)?;
            }
            let end = self.label();
            self.patch_values(value.when_false, end, Some(register), load_false)?;
            self.patch_values(value.when_true, end, Some(register), load_true)?;
        }
        *value = ValueKind::Fixed(register).into();
        Ok(())
    }

    /// `code_label`.
    fn load_label(&mut self) -> Coded<i32> {
        self.label();
        self.emit()
    }

    /// `luaK_exp2nextreg`.
    pub(in super::super) fn put_next(&mut self, value: &mut Value) -> Coded {
        self.discharge_variable(value)?;
        self.release_value(*value);
        self.reserve(1)?;
        self.put_in(value, self.free - 1)
    }

    /// `luaK_exp2anyreg`; gives the register.
    pub(in super::super) fn put_anywhere(&mut self, value: &mut Value) -> Coded<i32> {
        self.discharge_variable(value)?;
        if let ValueKind::Fixed(register) = value.kind {
            if !value.has_jumps() {
                return Ok(register);
            }
            if register >= self.active {
                self.put_in(value, register)?;
                return Ok(register);
            }
        }
        self.put_next(value)?;
        Ok(self.free - 1)
    }

    /// `luaK_exp2val`.
    pub(in super::super) fn settle(&mut self, value: &mut Value) -> Coded {
        if value.has_jumps() { self.put_anywhere(value).map(drop) } else { self.discharge_variable(value) }
    }

    /// `luaK_exp2RK`: gives a register, or a constant if one of the first is meant.
    pub(in super::super) fn operand(&mut self, value: &mut Value) -> Coded<i32> {
        self.settle(value)?;
        let room = self.constants.count < FIRST_CONSTANT;
        let constant = match value.kind {
            ValueKind::Number(number) if room => self.number(number)?,
            ValueKind::Nil if room => self.other_constant(0)?,
            ValueKind::False if room => self.other_constant(1)?,
            ValueKind::True if room => self.other_constant(2)?,
            ValueKind::Constant(constant) if constant < FIRST_CONSTANT => constant,
            _ => return self.put_anywhere(value),
        };
        value.kind = ValueKind::Constant(constant);
        Ok(constant + FIRST_CONSTANT)
    }

    /// `freeexp`.
    pub(super) fn release_value(&mut self, value: Value) {
        if let ValueKind::Fixed(register) = value.kind {
            self.release(register);
        }
    }

    /// `luaK_storevar`.
    pub(in super::super) fn store(&mut self, variable: Value, value: &mut Value) -> Coded {
        match variable.kind {
            ValueKind::Local(register) => {
                self.release_value(*value);
                return self.put_in(value, register);
            }
            ValueKind::Indexed(..) => self.operand(value)?,
            _ => self.put_anywhere(value)?,
        };
        self.emit()?;
        self.release_value(*value);
        Ok(())
    }

    /// `luaK_self`.
    pub(in super::super) fn method(&mut self, value: &mut Value, key: &mut Value) -> Coded {
        self.put_anywhere(value)?;
        self.release_value(*value);
        let function = self.free;
        self.reserve(2)?;
        self.operand(key)?;
        self.emit()?;
        self.release_value(*key);
        value.kind = ValueKind::Fixed(function);
        Ok(())
    }

    /// `luaK_indexed`. The table is in a register.
    pub(in super::super) fn index(&mut self, table: &mut Value, key: &mut Value) -> Coded {
        let key = self.operand(key)?;
        if let ValueKind::Fixed(register) = table.kind {
            table.kind = ValueKind::Indexed(register, key);
        }
        Ok(())
    }

    /// `OP_NOT`, whose value can be tested without it.
    pub(super) fn negation(&mut self) -> Coded<i32> {
        self.push(Operation::Not, 0, 0)
    }
}
