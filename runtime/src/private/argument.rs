//! How keys and arguments get into a command, and which don't.

use std::fmt;

use redis::{Arg, Cmd, NumericBehavior, RedisWrite, ToRedisArgs, ToSingleRedisArg};

use super::Argument;
use crate::{
    ArgumentError,
    call::{Call, HEAD},
    spare::Size,
};

/// Writes one key or argument. One that refuses to be sent is noted in the call; the first one counts.
///
/// A value refuses by a text that fails: [`refuse`]. So it can do so from inside of any other type that passes it
/// on, and on its way through `redis::ToRedisArgs`, which knows no errors.
#[inline]
pub(super) fn write(call: &mut Call, argument: &impl Argument) {
    let at = call.cmd.args_iter().len() - HEAD;
    let is_float = matches!(argument.numeric_behavior(), NumericBehavior::NumberIsFloat);
    let mut out = Checked { cmd: &mut call.cmd, size: &mut call.size, is_float, refused: false };
    argument.write_to(&mut out);
    if out.refused {
        refused(call, at);
    }
}

/// Refuses to be sent, for a reason that follows the parameter's name.
///
/// # Panics
/// In an ordinary command of the `redis` crate, which has no way to say so.
pub fn refuse<W: RedisWrite + ?Sized>(out: &mut W, reason: impl fmt::Display) {
    out.write_arg_fmt(Refusal(reason));
}

struct Refusal<R>(R);

impl<R: fmt::Display> fmt::Display for Refusal<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        Err(fmt::Error)
    }
}

/// Notes the reason, which is what was written last.
#[cold]
#[inline(never)]
fn refused(call: &mut Call, at: usize) {
    if call.refused.is_some() {
        return;
    }
    let reason = match call.cmd.args_iter().last() {
        Some(Arg::Simple(text)) => String::from_utf8_lossy(text).into_owned(),
        _ => String::new(),
    };
    let reason = match reason.as_str() {
        "NaN" | "inf" | "-inf" => format!("is {reason}, which is no finite number"),
        _ => reason,
    };
    call.refused = Some(ArgumentError::new(call.script(), call.head.keys, at, reason));
}

/// Notes that an argument is there while the one in front of it, which comes next in the command, isn't.
#[cold]
pub(super) fn shifted(call: &mut Call) {
    let at = call.cmd.args_iter().len() - HEAD;
    let reason = "is `None`, but an argument behind it is not, and would be taken for it".to_owned();
    if call.refused.is_none() {
        call.refused = Some(ArgumentError::new(call.script(), call.head.keys, at, reason));
    }
}

/// A command that looks at what is written into it.
struct Checked<'c> {
    cmd: &'c mut Cmd,
    size: &'c mut Size,
    is_float: bool,
    refused: bool,
}

struct Text<W>(W);

impl<W: std::io::Write> fmt::Write for Text<W> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_all(text.as_bytes()).map_err(|_| fmt::Error)
    }
}

impl RedisWrite for Checked<'_> {
    #[inline]
    fn write_arg(&mut self, arg: &[u8]) {
        if self.is_float && matches!(arg, b"NaN" | b"inf" | b"-inf") {
            self.refused = true;
        }
        self.size.add(arg.len());
        self.cmd.write_arg(arg);
    }

    #[inline]
    fn write_arg_fmt(&mut self, arg: impl fmt::Display) {
        self.size.set_unknown();
        // Not `io::Write::write_fmt`, which panics where a text fails.
        let mut out = Text(self.cmd.writer_for_next_arg());
        if fmt::write(&mut out, format_args!("{arg}")).is_err() {
            self.refused = true;
        }
    }

    #[inline]
    fn writer_for_next_arg(&mut self) -> impl std::io::Write + '_ {
        self.size.set_unknown();
        self.cmd.writer_for_next_arg()
    }

    #[inline]
    fn reserve_space_for_args(&mut self, additional: impl IntoIterator<Item = usize>) {
        // Who reserves space may write less.
        self.size.set_unknown();
        self.cmd.reserve_space_for_args(additional);
    }
}

/// A number that may be NaN or infinite: `#[arg(allow_non_finite)]`.
struct AnyNumber<T>(T);

/// The number, whatever it is.
#[inline]
pub fn any_number<T: Argument>(number: T) -> impl Argument {
    AnyNumber(number)
}

impl<T: Argument> ToRedisArgs for AnyNumber<T> {
    #[inline]
    fn write_redis_args<W: RedisWrite + ?Sized>(&self, out: &mut W) {
        self.0.write_to(out);
    }
}

impl<T: Argument> ToSingleRedisArg for AnyNumber<T> {}
