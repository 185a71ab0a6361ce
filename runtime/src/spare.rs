//! Commands whose memory is used again.
//!
//! A usual call needs two pieces of memory for its command until the reply is there, the text and where each
//! argument ends. Each thread keeps some of them for its next calls: their capacity alone, since a command that is
//! taken back is cleared, and few and small ones, so that neither a burst nor a huge argument stays behind.

use std::cell::RefCell;

use redis::Cmd;

/// How many commands a thread keeps: as many calls as are often in flight together.
const KEPT: usize = 64;
/// How long the text of one may be at most, and how many arguments it may have.
const BYTES: usize = 512;
const ARGS: usize = 16;

thread_local! {
    static SPARE: RefCell<Spare> = const { RefCell::new(Spare { commands: Vec::new(), full: 0 }) };
}

/// The commands that a thread keeps: the first so many have memory, the others are places for more.
struct Spare {
    commands: Vec<Cmd>,
    full: usize,
}

impl Spare {
    /// Gives memory to a command that has none, if there is any.
    #[inline]
    fn swap_out(&mut self, cmd: &mut Cmd) -> bool {
        let Some(spare) = self.full.checked_sub(1).and_then(|last| self.commands.get_mut(last)) else { return false };
        std::mem::swap(cmd, spare);
        self.full -= 1;
        true
    }

    /// Takes a command's memory, if there is room for it.
    #[inline]
    fn swap_in(&mut self, cmd: &mut Cmd) {
        if self.full == self.commands.len() {
            if self.full == KEPT {
                return;
            }
            self.commands.push(Cmd::new());
        }
        std::mem::swap(cmd, &mut self.commands[self.full]);
        self.full += 1;
    }
}

/// How much memory a command needs, at most.
#[derive(Clone, Copy)]
pub(crate) struct Size(usize);

impl Size {
    /// What is known before anything is written.
    #[inline]
    pub(crate) fn expected(bytes: usize) -> Self {
        Self(bytes)
    }

    #[inline]
    pub(crate) fn bytes(self) -> usize {
        self.0
    }

    /// More than is kept, and so much less than the greatest number that lengths can still be added.
    const HUGE: usize = usize::MAX / 2;

    /// Of a command that is expected to have so many arguments and bytes, of which some are there.
    #[inline]
    pub(crate) fn of(args: usize, bytes: usize, there: usize) -> Self {
        Self(if args <= ARGS && bytes <= BYTES { there } else { Self::HUGE })
    }

    /// So much was written.
    #[inline]
    pub(crate) fn add(&mut self, bytes: usize) {
        self.0 += bytes;
    }

    /// Nobody knows how much was written.
    #[inline]
    pub(crate) fn set_unknown(&mut self) {
        self.0 = Self::HUGE;
    }

    #[inline]
    pub(crate) fn is_kept(self) -> bool {
        self.0 <= BYTES
    }
}

/// Gives a new command memory for so many arguments, so long together. (To where the command is: to move it costs
/// more than to find the memory.)
#[inline(never)]
pub(crate) fn equip(cmd: &mut Cmd, args: usize, bytes: usize) {
    let is_usual = args <= ARGS && bytes <= BYTES;
    let equipped = is_usual && SPARE.try_with(|spare| spare.borrow_mut().swap_out(cmd)).unwrap_or_default();
    if !equipped {
        *cmd = Cmd::with_capacity(args, bytes);
    }
}

/// Keeps the memory of a command that has been answered.
#[inline(never)]
pub(crate) fn keep(cmd: &mut Cmd) {
    cmd.clear();
    // Where the thread is at its end, nothing is kept.
    let _ = SPARE.try_with(|spare| spare.borrow_mut().swap_in(cmd));
}

#[cfg(test)]
mod tests {
    use redis::RedisWrite as _;

    use super::*;

    fn kept() -> usize {
        SPARE.with(|spare| spare.borrow().full)
    }

    fn equipped(args: usize, bytes: usize) -> Cmd {
        let mut cmd = Cmd::new();
        equip(&mut cmd, args, bytes);
        cmd
    }

    #[test]
    fn a_command_is_used_again_and_has_nothing_of_the_one_before() {
        let mut cmd = equipped(2, 20);
        cmd.write_arg(b"AUTH");
        cmd.write_arg(b"secret");
        keep(&mut cmd);
        assert_eq!((kept(), cmd.args_iter().len()), (1, 0));
        let cmd = equipped(2, 20);
        assert_eq!((kept(), cmd.args_iter().len()), (0, 0));
        assert!(cmd.get_packed_command().is_empty());
    }

    #[test]
    fn no_huge_command_is_kept() {
        for (args, bytes, written, is_kept) in [
            (ARGS, BYTES, BYTES, true),
            (3, BYTES + 1, 0, false),
            (ARGS + 1, 1, 0, false),
            (1, 1, BYTES + 1, false),
            (1, 1, Size::HUGE, false),
        ] {
            let mut size = Size::of(args, bytes, 0);
            size.add(written);
            assert_eq!(size.is_kept(), is_kept, "{args} arguments, {bytes} bytes expected, {written} written");
        }
    }

    #[test]
    fn a_burst_leaves_only_some_behind() {
        let burst: Vec<_> = (0..KEPT * 2).map(|_| equipped(1, 1)).collect();
        for mut cmd in burst {
            keep(&mut cmd);
        }
        assert_eq!(kept(), KEPT);
    }
}
