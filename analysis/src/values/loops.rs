//! Loops: what a turn leaves in the locals holds at the start of the next one.

use super::flow::{Flow, Loop};
use super::kinds::Value;
use super::places::assigned;
use crate::ast::{Block, ExpressionId, LocalId};
use crate::usage::Meaning;

/// How many loops deep the effect of a loop on its own start is worked out; further in, what it assigns may be anything.
const LOOPS: u32 = 2;
/// How often that is tried.
const ROUNDS: u32 = 3;

impl<'a> Flow<'a> {
    /// A loop: with a condition before or after its body, or with variables.
    pub(super) fn repeated(
        &mut self,
        before: Option<ExpressionId>,
        body: &'a Block,
        after: Option<ExpressionId>,
        names: &[(LocalId, Value)],
    ) {
        let was_live = self.live;
        let record = self.record;
        self.loops.push(Loop::default());
        if self.loops.len() > LOOPS as usize {
            self.forget(body);
        } else {
            self.record = false;
            let mut round = 0;
            while self.once_more(before, body, after, names, round) {
                round += 1;
            }
            self.record = record;
        }
        let mark = self.mark();
        if let Some(inner) = self.loops.last_mut() {
            *inner = Loop { mark, breaks: Vec::new() };
        }
        self.once(before, body, after, names);
        let end = self.branch(mark);
        self.undo(mark);
        self.live = was_live;
        // It ends where the condition says so, or at a `break`.
        let mut ways = self.loops.pop().map(|inner| inner.breaks).unwrap_or_default();
        let endless = |condition: ExpressionId, value: Meaning| self.names.meaning(condition) == value;
        match (before, after) {
            (Some(condition), _) if endless(condition, Meaning::True) => {}
            (Some(condition), _) => {
                self.narrow(condition, false);
                ways.push(self.branch(mark));
                self.undo(mark);
                self.live = was_live;
            }
            (None, Some(condition)) if endless(condition, Meaning::False) => {}
            (None, Some(_)) => ways.push(end),
            (None, None) => ways.push(self.branch(mark)),
        }
        self.close(mark);
        self.meet(&ways);
    }

    fn once(
        &mut self,
        before: Option<ExpressionId>,
        body: &'a Block,
        after: Option<ExpressionId>,
        names: &[(LocalId, Value)],
    ) {
        if let Some(condition) = before {
            self.evaluate(condition);
            self.narrow(condition, true);
        }
        for (name, value) in names {
            self.declare(*name, *value);
        }
        self.block(body);
        if let Some(condition) = after {
            self.evaluate(condition);
        }
    }

    /// Goes once through the loop; whether that changed what holds at its start.
    fn once_more(
        &mut self,
        before: Option<ExpressionId>,
        body: &'a Block,
        after: Option<ExpressionId>,
        names: &[(LocalId, Value)],
        round: u32,
    ) -> bool {
        let (mark, live) = (self.mark(), self.live);
        if let Some(inner) = self.loops.last_mut() {
            *inner = Loop { mark, breaks: Vec::new() };
        }
        self.once(before, body, after, names);
        let end = self.branch(mark);
        self.close(mark);
        self.live = live;
        let mut changed = false;
        for &(local, value) in &end.changed {
            let old = self.locals[local.0 as usize];
            let joined = self.join(old, value);
            if joined != old {
                self.set(local, if round < ROUNDS { joined } else { Value::ANY });
                changed = true;
            }
        }
        changed
    }

    fn forget(&mut self, body: &Block) {
        for local in &assigned(self.chunk, body) {
            self.set(*local, Value::ANY);
        }
    }
}
