//! Jumps whose target isn't known yet, and lists of them.

use super::{Code, Coded, Limit, Operation};

/// No instruction.
pub(super) const NONE: i32 = -1;
/// How far a jump can go: `MAXARG_sBx`.
const MAX_DISTANCE: u32 = (1 << 17) - 1;

/// A list of jumps to the same place, linked through the instructions. The reference walks a list to
/// find its end; this knows it, so that long ones take no quadratic time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Jumps {
    first: i32,
    last: i32,
}

impl Jumps {
    /// The empty list.
    pub(in super::super) const NONE: Self = Self { first: NONE, last: NONE };

    pub(in super::super) fn one(instruction: i32) -> Self {
        Self { first: instruction, last: instruction }
    }

    pub(super) fn first(self) -> i32 {
        self.first
    }

    fn is_empty(self) -> bool {
        self.first == NONE
    }
}

impl Default for Jumps {
    fn default() -> Self {
        Self::NONE
    }
}

impl Code {
    /// `luaK_jump`. Jumps to here go on to where this one goes.
    pub(in super::super) fn jump(&mut self) -> Coded<Jumps> {
        let pending = std::mem::take(&mut self.pending);
        let mut jumps = Jumps::one(self.emit()?);
        self.concat(&mut jumps, pending)?;
        Ok(jumps)
    }

    /// `condjump`.
    pub(super) fn conditional_jump(&mut self, operation: Operation, register: i32) -> Coded<Jumps> {
        self.push(operation, 0, register)?;
        self.jump()
    }

    /// `luaK_getlabel`.
    pub(in super::super) fn label(&mut self) -> i32 {
        let here = self.here();
        self.fresh = here + 1;
        here
    }

    /// `fixjump`: only whether it can be done.
    fn check_jump(from: i32, to: i32) -> Coded {
        if (to - (from + 1)).unsigned_abs() > MAX_DISTANCE { Err(Limit::Jump) } else { Ok(()) }
    }

    /// `luaK_concat`: adds `more` to `jumps`.
    pub(in super::super) fn concat(&mut self, jumps: &mut Jumps, more: Jumps) -> Coded {
        if more.is_empty() {
            return Ok(());
        }
        if jumps.is_empty() {
            *jumps = more;
            return Ok(());
        }
        Self::check_jump(jumps.last, more.first)?;
        self.instruction_mut(jumps.last).next = more.first;
        jumps.last = more.last;
        Ok(())
    }

    /// `luaK_patchlist`.
    pub(in super::super) fn patch(&mut self, jumps: Jumps, target: i32) -> Coded {
        if target == self.here() { self.patch_to_here(jumps) } else { self.patch_values(jumps, target, None, target) }
    }

    /// `luaK_patchtohere`.
    pub(in super::super) fn patch_to_here(&mut self, jumps: Jumps) -> Coded {
        self.label();
        let mut pending = self.pending;
        self.concat(&mut pending, jumps)?;
        self.pending = pending;
        Ok(())
    }

    /// `dischargejpc`.
    pub(super) fn discharge_pending(&mut self) -> Coded {
        let pending = std::mem::take(&mut self.pending);
        let here = self.here();
        self.patch_values(pending, here, None, here)
    }

    /// `patchlistaux`: those that bring a value go to `with_value`, the others to `target`.
    pub(super) fn patch_values(&mut self, jumps: Jumps, with_value: i32, register: Option<i32>, target: i32) -> Coded {
        let mut at = jumps.first;
        while at != NONE {
            let next = self.instruction(at).next;
            let brings_value = self.patch_test(at, register);
            Self::check_jump(at, if brings_value { with_value } else { target })?;
            at = next;
        }
        Ok(())
    }

    /// `patchtestreg`: a test that keeps its value puts it into `register`, or no longer keeps it.
    fn patch_test(&mut self, jump: i32, register: Option<i32>) -> bool {
        let control = self.control(jump);
        let test = self.instruction_mut(control);
        if test.operation != Operation::TestSet {
            return false;
        }
        if register.is_none_or(|register| register == test.b) {
            test.operation = Operation::Test;
        }
        true
    }

    /// `removevalues`.
    pub(super) fn remove_values(&mut self, jumps: Jumps) {
        let mut at = jumps.first;
        while at != NONE {
            self.patch_test(at, None);
            at = self.instruction(at).next;
        }
    }

    /// `need_value`: whether some of the jumps bring none.
    pub(super) fn need_value(&self, jumps: Jumps) -> bool {
        let mut at = jumps.first;
        while at != NONE {
            if self.instruction(self.control(at)).operation != Operation::TestSet {
                return true;
            }
            at = self.instruction(at).next;
        }
        false
    }

    /// `getjumpcontrol`: the test before a jump, or the jump.
    fn control(&self, jump: i32) -> i32 {
        let before = jump.checked_sub(1).and_then(|before| self.instructions.get(usize::try_from(before).ok()?));
        match before {
            Some(before) if matches!(before.operation, Operation::Test | Operation::TestSet) => jump - 1,
            _ => jump,
        }
    }
}
