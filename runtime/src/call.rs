//! One call of a script, encoded: what the executors send.

use redis::{Arg, Cmd, Pipeline};

use crate::Script;

/// A script's call without the type of its reply.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) script: &'static Script,
    pub(crate) cmd: Cmd,
    pub(crate) keys: usize,
    pub(crate) args: usize,
    /// Whether `cmd` carries the script's text, so that no server can miss it.
    pub(crate) carries_source: bool,
}

/// The arguments in front of the keys: the command's name, the script, the number of keys.
pub(crate) const HEAD: usize = 3;

impl Call {
    /// A call whose keys and arguments are still to be written, `bytes` long together.
    pub(crate) fn begin(script: &'static Script, keys: usize, args: usize, bytes: usize) -> Self {
        let carries_source = script.is_always_evaluated();
        let mut cmd = head(script, carries_source, keys, HEAD + keys + args, bytes);
        cmd.arg(keys);
        Self { script, cmd, keys, args, carries_source }
    }

    /// How many keys and arguments were written, and how many there should be. They differ only for
    /// a type that claims to be one argument and isn't: its call would be read wrongly, so it isn't sent.
    pub(crate) fn miscount(&self) -> Option<(usize, usize)> {
        let written = self.cmd.args_iter().len() - HEAD;
        let expected = self.keys + self.args;
        (written != expected).then_some((written, expected))
    }

    /// The same call with the script's text in place of its SHA1.
    pub(crate) fn with_source(&self) -> Cmd {
        let rest = self.cmd.args_iter().skip(HEAD - 1);
        let bytes = rest.clone().map(|arg| bytes_of(&arg).len()).sum();
        let mut cmd = head(self.script, true, self.keys, self.cmd.args_iter().len(), bytes);
        for arg in rest {
            cmd.arg(bytes_of(&arg));
        }
        cmd
    }

    /// The recovery: the script and then the call, in one write to one server.
    pub(crate) fn load_and_call(&self) -> Pipeline {
        let mut pipeline = Pipeline::with_capacity(2);
        pipeline.add_command(load(self.script)).add_command(self.cmd.clone());
        pipeline
    }
}

/// `SCRIPT LOAD`, which makes a server keep the script until it is told to forget all of them. (A
/// script that came with `EVAL` makes room for others: Redis 7.4, Valkey 8.)
pub(crate) fn load(script: &Script) -> Cmd {
    let mut cmd = Cmd::with_capacity(3, "SCRIPTLOAD".len() + script.source().len());
    cmd.arg("SCRIPT").arg("LOAD").arg(script.source());
    cmd
}

pub(crate) fn bytes_of<'a>(arg: &Arg<&'a [u8]>) -> &'a [u8] {
    match arg {
        Arg::Simple(bytes) => bytes,
        // Only `SCAN` and its relatives have cursors.
        _ => b"0",
    }
}

fn head(script: &Script, carries_source: bool, keys: usize, args: usize, bytes: usize) -> Cmd {
    let name = match (carries_source, script.is_read_only()) {
        (false, false) => "EVALSHA",
        (false, true) => "EVALSHA_RO",
        (true, false) => "EVAL",
        (true, true) => "EVAL_RO",
    };
    let text = if carries_source { script.source() } else { script.sha1() };
    let digits = keys.checked_ilog10().unwrap_or(0) as usize + 1;
    let mut cmd = Cmd::with_capacity(args, name.len() + text.len() + digits + bytes);
    cmd.arg(name).arg(text);
    cmd
}
