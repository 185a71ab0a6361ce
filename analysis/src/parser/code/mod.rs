//! The reference code generator's books, without the code.
//!
//! `lparser.c` and `lcode.c` refuse a function that needs too many registers or constants, or a jump
//! that is too long. When that happens depends on every instruction that would be emitted and on
//! every register that is free, so this follows `lcode.c` of Lua 5.1.5 function by function. The
//! name of the counterpart stands at each. Of an instruction only what is looked at again is kept.

mod jump;
mod operator;
mod value;

pub(super) use jump::Jumps;
pub(super) use value::{Value, ValueKind};

use crate::hash::Pairs;

/// Registers of a function: `MAXSTACK`.
const MAX_REGISTERS: i32 = 250;
/// Constants of a function, and functions in it: `MAXARG_Bx`.
const MAX_CONSTANTS: i32 = (1 << 18) - 1;
/// Local variables of a function over all of its length: `SHRT_MAX`.
const MAX_VARIABLES: i32 = 32767;
/// Values that a table constructor collects before it stores them: `LFIELDS_PER_FLUSH`.
pub(super) const FIELDS_PER_FLUSH: i32 = 50;

/// What a function has too much of.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    /// "function or expression too complex".
    Registers,
    /// "constant table overflow".
    Constants,
    /// "control structure too long".
    Jump,
    /// "too many local variables".
    Variables,
}

pub(super) type Coded<T = ()> = Result<T, Limit>;

/// What there is to know of an instruction.
#[derive(Clone, Copy)]
struct Instruction {
    operation: Operation,
    /// The first register of a call or of a run of nils.
    a: i32,
    /// The last register of a run of nils; what a test looks at.
    b: i32,
    /// Of a jump: the next one of the list that it is in.
    next: i32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Nil,
    Not,
    Concat,
    /// Skips the jump behind it or not, and keeps the value.
    TestSet,
    /// Skips the jump behind it or not.
    Test,
    Other,
}

/// The state of a function (`FuncState`).
#[derive(Default)]
pub(super) struct Code {
    instructions: Vec<Instruction>,
    /// No instruction from this one on is the target of a jump so far (`lasttarget + 1`).
    fresh: i32,
    /// Jumps to the next instruction (`jpc`).
    pending: Jumps,
    /// The first free register (`freereg`).
    pub(super) free: i32,
    /// Variables in scope, each of which has a register (`nactvar`).
    pub(super) active: i32,
    constants: Constants,
    functions: i32,
    variables: i32,
    blocks: Vec<Block>,
}

/// A block that is open (`BlockCnt`).
struct Block {
    breaks: Jumps,
    active: i32,
    captured: bool,
    is_loop: bool,
}

#[derive(Default)]
struct Constants {
    count: i32,
    /// Numbers by their bits, and which constant each is.
    numbers: Pairs,
    indexes: Vec<i32>,
    /// Nil, false and true.
    others: [Option<i32>; 3],
}

impl Code {
    /// `luaK_checkstack`.
    pub(super) fn check_registers(&self, count: i32) -> Coded {
        if self.free + count >= MAX_REGISTERS { Err(Limit::Registers) } else { Ok(()) }
    }

    /// `luaK_reserveregs`.
    pub(super) fn reserve(&mut self, count: i32) -> Coded {
        self.check_registers(count)?;
        self.free += count;
        Ok(())
    }

    /// `freereg`; constants are no registers.
    fn release(&mut self, register: i32) {
        if register < value::FIRST_CONSTANT && register >= self.active {
            self.free -= 1;
        }
    }

    /// `registerlocalvar`.
    pub(super) fn add_variable(&mut self) -> Coded {
        self.variables += 1;
        if self.variables > MAX_VARIABLES { Err(Limit::Variables) } else { Ok(()) }
    }

    /// `luaK_stringK`, for a text that isn't a constant yet.
    pub(super) fn string(&mut self) -> Coded<i32> {
        self.constants.add()
    }

    /// `luaK_numberK`. The two zeros are one key.
    pub(super) fn number(&mut self, value: f64) -> Coded<i32> {
        let bits = if value == 0.0 { 0 } else { value.to_bits() };
        if let Some(number) = self.constants.numbers.get((bits, 0)) {
            return Ok(self.constants.indexes[number]);
        }
        let index = self.constants.add()?;
        self.constants.numbers.insert((bits, 0));
        self.constants.indexes.push(index);
        Ok(index)
    }

    fn other_constant(&mut self, which: usize) -> Coded<i32> {
        if let Some(index) = self.constants.others[which] {
            return Ok(index);
        }
        let index = self.constants.add()?;
        self.constants.others[which] = Some(index);
        Ok(index)
    }

    /// `luaK_code`: one instruction of which nothing is looked at again.
    pub(super) fn emit(&mut self) -> Coded<i32> {
        self.push(Operation::Other, 0, 0)
    }

    fn push(&mut self, operation: Operation, a: i32, b: i32) -> Coded<i32> {
        self.discharge_pending()?;
        self.instructions.push(Instruction { operation, a, b, next: jump::NONE });
        Ok(self.here() - 1)
    }

    /// The place of the next instruction (`pc`).
    fn here(&self) -> i32 {
        i32::try_from(self.instructions.len()).unwrap_or(i32::MAX)
    }

    #[expect(clippy::cast_sign_loss, reason = "only places of instructions are asked for")]
    fn instruction(&self, at: i32) -> &Instruction {
        &self.instructions[at as usize]
    }

    #[expect(clippy::cast_sign_loss, reason = "only places of instructions are asked for")]
    fn instruction_mut(&mut self, at: i32) -> &mut Instruction {
        &mut self.instructions[at as usize]
    }

    /// `luaK_nil`: runs of nils are one instruction.
    pub(super) fn nil(&mut self, from: i32, count: i32) -> Coded {
        if self.here() >= self.fresh {
            match self.instructions.last_mut() {
                None if from >= self.active => return Ok(()),
                Some(last) if last.operation == Operation::Nil && (last.a..=last.b + 1).contains(&from) => {
                    last.b = last.b.max(from + count - 1);
                    return Ok(());
                }
                _ => {}
            }
        }
        self.push(Operation::Nil, from, from + count - 1).map(drop)
    }

    /// `OP_CALL`.
    pub(super) fn call(&mut self, base: i32) -> Coded<i32> {
        let call = self.push(Operation::Other, base, 0)?;
        self.free = base + 1;
        Ok(call)
    }

    /// `luaK_setlist`.
    pub(super) fn set_list(&mut self, base: i32, items: i32) -> Coded {
        self.emit()?;
        if (items - 1) / FIELDS_PER_FLUSH + 1 > 511 {
            self.emit()?;
        }
        self.free = base + 1;
        Ok(())
    }

    /// `adjust_assign`: as many values as variables; `last` is the last value.
    pub(super) fn adjust(&mut self, variables: usize, values: usize, mut last: Value) -> Coded {
        let signed = |count| i32::try_from(count).unwrap_or(i32::MAX);
        let missing = signed(variables) - signed(values);
        if last.is_open() {
            self.set_returns(last)?;
            return if missing > 0 { self.reserve(missing) } else { Ok(()) };
        }
        if last.kind != ValueKind::Void {
            self.put_next(&mut last)?;
        }
        if missing > 0 {
            let from = self.free;
            self.reserve(missing)?;
            self.nil(from, missing)?;
        }
        Ok(())
    }

    /// The values of a `return`, as `retstat` puts them.
    pub(super) fn return_values(&mut self, count: usize, mut last: Value) -> Coded {
        if last.is_open() {
            self.set_returns(last)
        } else if count == 1 {
            self.put_anywhere(&mut last).map(drop)
        } else {
            self.put_next(&mut last)
        }
    }

    /// `cond`: the jumps out of a condition where it is false.
    pub(super) fn condition(&mut self, value: &mut Value) -> Coded<Jumps> {
        if value.kind == ValueKind::Nil {
            value.kind = ValueKind::False;
        }
        self.go_if_true(value)?;
        Ok(value.when_false)
    }

    /// The end of `forbody`.
    pub(super) fn close_for(&mut self, prepare: Jumps, numeric: bool) -> Coded {
        self.patch_to_here(prepare)?;
        let back = if numeric {
            Jumps::one(self.emit()?)
        } else {
            self.push(Operation::Test, 0, 0)?;
            self.jump()?
        };
        self.patch(back, prepare.first() + 1)
    }

    /// `pushclosure`: a function with that many upvalues.
    pub(super) fn closure(&mut self, upvalues: usize) -> Coded<Value> {
        if self.functions == MAX_CONSTANTS {
            return Err(Limit::Constants);
        }
        self.functions += 1;
        let closure = self.emit()?;
        for _ in 0..upvalues {
            self.emit()?;
        }
        Ok(ValueKind::Relocatable(closure).into())
    }

    /// `enterblock`.
    pub(super) fn open_block(&mut self, is_loop: bool) {
        self.blocks.push(Block { breaks: Jumps::NONE, active: self.active, captured: false, is_loop });
    }

    /// `leaveblock`.
    pub(super) fn close_block(&mut self) -> Coded {
        let Some(block) = self.blocks.pop() else { return Ok(()) };
        self.active = block.active;
        if block.captured {
            self.emit()?;
        }
        self.free = self.active;
        self.patch_to_here(block.breaks)
    }

    /// Whether a function uses a variable of the innermost block.
    pub(super) fn captured(&self) -> bool {
        self.blocks.last().is_some_and(|block| block.captured)
    }

    /// `markupval`: a function uses the variable in `register`.
    pub(super) fn capture(&mut self, register: i32) {
        if let Some(block) = self.blocks.iter_mut().rev().find(|block| block.active <= register) {
            block.captured = true;
        }
    }

    /// `breakstat`; whether there is a loop to leave.
    pub(super) fn break_loop(&mut self) -> Coded<bool> {
        let Some(target) = self.blocks.iter().rposition(|block| block.is_loop) else { return Ok(false) };
        if self.blocks[target + 1..].iter().any(|block| block.captured) {
            self.emit()?;
        }
        let jump = self.jump()?;
        let mut breaks = self.blocks[target].breaks;
        self.concat(&mut breaks, jump)?;
        self.blocks[target].breaks = breaks;
        Ok(true)
    }
}

impl Constants {
    /// `addk`, for a new one.
    fn add(&mut self) -> Coded<i32> {
        if self.count == MAX_CONSTANTS {
            return Err(Limit::Constants);
        }
        self.count += 1;
        Ok(self.count - 1)
    }
}
