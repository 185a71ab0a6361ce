//! One call of a script, encoded: what the executors send.

use redis::{Arg, Cmd, Pipeline, RedisWrite as _};

use crate::{
    ArgumentError, Error, Mode, Script,
    script::Opening,
    spare::{self, Size},
};

/// A script's call without the type of its reply.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) cmd: Cmd,
    pub(crate) head: Head,
    /// Why it can't be sent; its command then holds nothing of it.
    pub(crate) refused: Option<ArgumentError>,
    /// How much memory its command needs.
    pub(crate) size: Size,
}

/// What is known about a call beside its command.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    pub(crate) script: &'static Script,
    pub(crate) keys: usize,
    pub(crate) args: usize,
    pub(crate) mode: Mode,
}

/// The arguments in front of the keys: the command's name, the script, the number of keys.
pub(crate) const HEAD: usize = 3;

impl Call {
    /// A call of which nothing is written yet; its keys and arguments will be `bytes` long together.
    #[inline]
    pub(crate) fn new(script: &'static Script, keys: usize, args: usize, bytes: usize) -> Self {
        let head = Head { script, keys, args, mode: script.mode() };
        Self { cmd: Cmd::new(), head, refused: None, size: Size::expected(bytes) }
    }

    /// Writes how it begins. (A step of its own, so that a call is made where it stays: to move it costs.)
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is in one place of each function, with constants")]
    pub(crate) fn begin(&mut self) {
        let bytes = self.size.bytes();
        let Head { script, keys, args, .. } = self.head;
        let opening = script.opening();
        self.size = Size::of(HEAD + keys + args, opening.len() + COUNT + bytes, opening.len() + COUNT);
        self.head.begin(&mut self.cmd, opening, bytes);
        write_count(&mut self.cmd, keys);
    }

    /// The memory of a call that was answered serves the next one.
    #[inline]
    pub(crate) fn end(&mut self) {
        if self.size.is_kept() {
            spare::keep(&mut self.cmd);
        }
    }

    pub(crate) fn script(&self) -> &'static Script {
        self.head.script
    }

    /// What is wrong with it before anything is sent.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.head.miscount(&self.cmd) {
            None => Ok(()),
            Some(miscount) => Err(self.wrong(miscount)),
        }
    }

    #[cold]
    fn wrong(&self, (written, expected): (usize, usize)) -> Error {
        match &self.refused {
            Some(refused) => Error::Argument(refused.clone()),
            None => Error::miscounted(self.script(), written, expected),
        }
    }

    /// Takes everything out of the command of a call that was refused. What is left is one that no server
    /// runs, should anybody send it: a script's name and no number of keys.
    #[cold]
    pub(crate) fn disarm(&mut self) {
        let mut cmd = Cmd::new();
        cmd.arg("EVALSHA").arg(self.head.script.sha1());
        self.cmd = cmd;
        self.size.set_unknown();
    }

    /// Changes how it is sent; the command is written anew where that says so.
    pub(crate) fn set_mode(&mut self, mode: Mode) {
        let before = self.head.carries_source();
        self.head.mode = mode;
        if self.head.carries_source() != before {
            self.cmd = self.head.rewrite(&self.cmd, !before);
            self.size.set_unknown();
        }
    }

    /// The same call with the script's text in place of its SHA1.
    pub(crate) fn with_source(&self) -> Cmd {
        self.head.rewrite(&self.cmd, true)
    }

    /// The recovery: the script and then the call, in one write to one server.
    pub(crate) fn load_and_call(&self) -> Pipeline {
        let mut pipeline = Pipeline::with_capacity(2);
        pipeline.add_command(load(self.head.script)).add_command(self.cmd.clone());
        pipeline
    }

    /// Two keys that no server of a cluster has both.
    #[inline]
    pub(crate) fn crossing(&self) -> Option<(&[u8], &[u8])> {
        if self.head.keys < 2 {
            return None;
        }
        crate::slot::crossing(self.head.keys_of(&self.cmd))
    }
}

impl Head {
    /// Whether the command carries the script's text, so that no server can miss it.
    pub(crate) fn carries_source(&self) -> bool {
        self.script.carries_source(self.mode)
    }

    /// Whether a server that doesn't know the script is told it.
    pub(crate) fn is_recoverable(&self) -> bool {
        !self.carries_source() && self.mode != Mode::EvalSha
    }

    /// How many keys and arguments were written, and how many there should be. They differ only for
    /// a type that claims to be one argument and isn't: its call would be read wrongly, so it isn't sent. And for
    /// a call that was refused, whose command has not even a number of keys.
    #[inline]
    pub(crate) fn miscount(&self, cmd: &Cmd) -> Option<(usize, usize)> {
        let written = cmd.args_iter().len().wrapping_sub(HEAD);
        let expected = self.keys + self.args;
        (written != expected).then_some((written, expected))
    }

    /// The command with the script's text, or with its SHA1, and the rest as it is.
    pub(crate) fn rewrite(&self, cmd: &Cmd, carries_source: bool) -> Cmd {
        let rest = cmd.args_iter().skip(HEAD - 1);
        let bytes = rest.clone().map(|arg| bytes_of(&arg).len()).sum();
        let mut rewritten = Cmd::new();
        self.begin(&mut rewritten, self.script.opening_of(carries_source), bytes);
        for arg in rest {
            rewritten.arg(bytes_of(&arg));
        }
        rewritten
    }

    /// The keys in an encoded command.
    pub(crate) fn keys_of<'a>(&self, cmd: &'a Cmd) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        cmd.args_iter().skip(HEAD).take(self.keys).map(|arg| bytes_of(&arg))
    }

    /// The name of the command that is sent first.
    #[cfg(feature = "tracing")]
    pub(crate) fn command(&self) -> &'static str {
        self.script.opening_of(self.carries_source()).name
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as above")]
    fn begin(&self, cmd: &mut Cmd, opening: Opening, bytes: usize) {
        spare::equip(cmd, HEAD + self.keys + self.args, opening.len() + COUNT + bytes);
        cmd.write_arg(opening.name.as_bytes());
        cmd.write_arg(opening.script.as_bytes());
    }
}

/// How long a number of keys usually is; only the first allocation depends on it.
const COUNT: usize = 3;

#[inline]
fn write_count(cmd: &mut Cmd, keys: usize) {
    match u8::try_from(keys) {
        // Nearly always.
        Ok(keys @ 0..=9) => cmd.write_arg(&[b'0' + keys]),
        _ => drop(cmd.arg(keys)),
    }
}

/// `SCRIPT LOAD`, which makes a server keep the script until it is told to forget all of them. (A
/// script that came with `EVAL` makes room for others: Redis 7.4, Valkey 8.)
pub(crate) fn load(script: &Script) -> Cmd {
    let mut cmd = Cmd::with_capacity(3, "SCRIPTLOAD".len() + script.source().len());
    cmd.arg("SCRIPT").arg("LOAD").arg(script.source());
    cmd
}

/// What a server replies to a call whose script it doesn't know.
#[cfg(all(feature = "testing", unix))]
pub(crate) fn noscript() -> redis::Value {
    let text = b"-NOSCRIPT No matching script. Please use EVAL.\r\n";
    redis::parse_redis_value(text).unwrap_or_else(|error| unreachable!("{error}"))
}

fn bytes_of<'a>(arg: &Arg<&'a [u8]>) -> &'a [u8] {
    match arg {
        Arg::Simple(bytes) => bytes,
        // Only `SCAN` and its relatives have cursors.
        _ => b"0",
    }
}
