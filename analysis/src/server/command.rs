//! The commands of the servers, and what a script may do with them.

use super::availability::{Availability, Versions};
use super::commands::COMMANDS;
use crate::declaration::{MinServer, Version};

/// What is known about a command or a subcommand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// In lower case; `config|get` for a subcommand.
    pub name: &'static str,
    /// How many words it takes, its name (both words of a subcommand) among them; negative: at least that many.
    pub arity: i8,
    /// Which servers have it.
    pub availability: Availability,
    /// Where its keys are among its words.
    pub keys: &'static [Keys],
    flags: u16,
    old_arities: [(Version, i8); 2],
}

/// Where a command has keys. Words are counted from 0, the command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// One, at this word.
    At(i8),
    /// From the first of these words to the second (negative: from the end, -1 is the last word), in steps.
    Range(i8, i8, i8),
    /// This word says how many keys follow it.
    Counted(i8),
    /// Behind this keyword.
    After(&'static str),
    /// Somewhere else.
    Elsewhere,
}

pub(super) mod flag {
    pub(in crate::server) const WRITE: u16 = 1;
    pub(in crate::server) const READ: u16 = 1 << 1;
    pub(in crate::server) const DENYOOM: u16 = 1 << 2;
    pub(in crate::server) const BLOCKING: u16 = 1 << 3;
    pub(in crate::server) const MAY_REPLICATE: u16 = 1 << 4;
    pub(in crate::server) const NOSCRIPT: u16 = 1 << 5;
    pub(in crate::server) const NOSCRIPT_BEFORE_7_2: u16 = 1 << 6;
    pub(in crate::server) const CONTAINER: u16 = 1 << 7;
}

/// The newest versions that the tables know. What later ones have or do is not known.
pub const NEWEST: MinServer = MinServer { redis: Some(Version(8, 2)), valkey: Some(Version(9, 1)) };

/// A version that no command's arity changed in.
const NO_VERSION: Version = Version(0, 0);

/// The command `name`, in any case; `config|get` for a subcommand. `None` if no known server has it.
pub fn find(name: &[u8]) -> Option<&'static Command> {
    let name = name.to_ascii_lowercase();
    COMMANDS.binary_search_by(|command| command.name.as_bytes().cmp(&name)).ok().map(|at| &COMMANDS[at])
}

/// The subcommand `name` of `container`.
pub fn find_subcommand(container: &Command, name: &[u8]) -> Option<&'static Command> {
    let mut full = container.name.as_bytes().to_vec();
    full.push(b'|');
    full.extend_from_slice(name);
    find(&full)
}

/// The names of the subcommands of `container`.
pub fn subcommands(container: &Command) -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().filter_map(|command| command.name.strip_prefix(container.name)?.strip_prefix('|'))
}

/// All commands and subcommands, sorted by name.
pub fn all() -> &'static [Command] {
    COMMANDS
}

impl Command {
    /// Whether `no-writes` scripts can't call it: it writes, or may have to be told to replicas.
    pub const fn refused_in_read_only(&self) -> bool {
        self.flags & (flag::WRITE | flag::MAY_REPLICATE) != 0
    }

    /// Whether it is flagged as a write.
    pub const fn writes(&self) -> bool {
        self.flags & flag::WRITE != 0
    }

    /// Whether it is flagged as one that only reads.
    pub const fn only_reads(&self) -> bool {
        self.flags & flag::READ != 0
    }

    /// Whether it is refused when the memory is used up.
    pub const fn denied_when_out_of_memory(&self) -> bool {
        self.flags & flag::DENYOOM != 0
    }

    /// Whether it waits, called by a client.
    pub const fn blocks(&self) -> bool {
        self.flags & flag::BLOCKING != 0
    }

    /// Whether it only has subcommands.
    pub const fn is_container(&self) -> bool {
        self.flags & flag::CONTAINER != 0
    }

    /// Whether some server that `min` allows refuses it in scripts.
    pub fn refused_in_scripts(&self, min: MinServer) -> bool {
        self.flags & flag::NOSCRIPT != 0
            || self.refused_before_7_2() && min.redis.is_some_and(|oldest| oldest < Version(7, 2))
    }

    /// Whether it is refused in scripts by Redis before 7.2 only.
    pub const fn refused_before_7_2(&self) -> bool {
        self.flags & flag::NOSCRIPT_BEFORE_7_2 != 0
    }

    /// The arity on the oldest Redis that `min` allows, with the version that ended it, where that is another one.
    pub fn old_arity(&self, min: MinServer) -> Option<(Version, i8)> {
        let oldest = min.redis?;
        for (end, arity) in &self.old_arities {
            if oldest < *end {
                return Some((*end, *arity));
            }
        }
        None
    }

    pub(super) const fn arity_before(mut self, end: Version, arity: i8) -> Self {
        let at = if self.old_arities[0].1 == 0 { 0 } else { 1 };
        self.old_arities[at] = (end, arity);
        self
    }
}

pub(super) const fn command(
    name: &'static str,
    arity: i8,
    flags: u16,
    keys: &'static [Keys],
    redis: Versions,
    valkey: Versions,
) -> Command {
    let availability = Availability { redis, valkey };
    Command { name, arity, availability, keys, flags, old_arities: [(NO_VERSION, 0); 2] }
}

/// Whether a call with `words` words fits `arity`.
pub fn fits(arity: i8, words: usize) -> bool {
    let least = usize::from(arity.unsigned_abs());
    if arity < 0 { words >= least } else { words == least }
}
