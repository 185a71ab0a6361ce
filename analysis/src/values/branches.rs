//! Where ways through a script part and meet: what the locals hold behind an `if` or a loop.

use super::flow::{Flow, Mark};
use super::kinds::{Kinds, Value};
use crate::ast::{Block, ExpressionId, LocalId};
use crate::order::in_order;

/// One way through a statement: what it left in the locals that it changed.
pub(super) struct Branch {
    live: bool,
    /// By local.
    pub(super) changed: Vec<(LocalId, Value)>,
}

impl Branch {
    /// What the local holds at its end, if it changed on the way.
    fn of(&self, local: LocalId) -> Option<Value> {
        let at = self.changed.binary_search_by_key(&local, |(local, _)| *local).ok()?;
        Some(self.changed[at].1)
    }
}

impl<'a> Flow<'a> {
    /// `if`: each arm from where the conditions before it leave off, and all that go on meet behind.
    pub(super) fn branches(&mut self, arms: &'a [(ExpressionId, Block)], otherwise: Option<&'a Block>) {
        let start = self.mark();
        let mut ways = Vec::with_capacity(arms.len() + 1);
        let was_live = self.live;
        for (condition, body) in arms {
            self.evaluate(*condition);
            let (mark, live) = (self.mark(), self.live);
            self.narrow(*condition, true);
            self.block(body);
            ways.push(self.branch(start));
            self.close(mark);
            self.live = live;
            self.narrow(*condition, false);
        }
        if let Some(body) = otherwise {
            self.block(body);
        }
        ways.push(self.branch(start));
        self.close(start);
        self.live = was_live;
        self.meet(&ways);
    }

    /// What the locals hold now, as far as that changed since `mark`.
    pub(super) fn branch(&self, mark: Mark) -> Branch {
        let mut locals = Vec::new();
        if self.live {
            for (local, _) in &self.trail[self.marks[mark.0]..] {
                locals.push(*local);
            }
        }
        let mut changed = Vec::with_capacity(locals.len());
        for local in &in_order(locals) {
            changed.push((*local, self.locals[local.0 as usize]));
        }
        Branch { live: self.live, changed }
    }

    /// Goes on where several ways meet, from where they parted.
    pub(super) fn meet(&mut self, ways: &[Branch]) {
        let mut changed = Vec::new();
        let mut goes_on = false;
        for way in ways {
            goes_on |= way.live;
            for (local, _) in &way.changed {
                changed.push(*local);
            }
        }
        self.live &= goes_on;
        for local in &in_order(changed) {
            let before = self.locals[local.0 as usize];
            let mut after = Value::of(Kinds::NONE);
            for way in ways {
                if way.live {
                    after = self.join(after, way.of(*local).unwrap_or(before));
                }
            }
            if after != before {
                self.set(*local, after);
            }
        }
    }
}
