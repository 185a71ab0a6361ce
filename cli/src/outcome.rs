//! How a run ends.

use crate::inputs::Unreadable;
use anstyle::{AnsiColor, Style};
use std::fmt::Display;
use std::process::ExitCode;

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing at error level.
    Clean = 0,
    /// Errors in scripts.
    Errors = 1,
    /// Misuse, or input that can't be read.
    Trouble = 2,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

pub(crate) const RED: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::BrightYellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::BrightGreen.on_default().bold();
pub(crate) const BLUE: Style = AnsiColor::BrightBlue.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();

/// Says on standard error what went wrong.
pub(crate) fn trouble(message: impl Display) -> Outcome {
    anstream::eprintln!("{RED}error{RED:#}: {message}");
    Outcome::Trouble
}

/// Says on standard error which input can't be read.
pub(crate) fn unreadable(unreadable: &Unreadable) -> Outcome {
    trouble(format_args!("can't read `{}`: {}", unreadable.path.display(), unreadable.error))
}

/// Says something on standard error that changes nothing.
pub(crate) fn note(message: impl Display) {
    anstream::eprintln!("{BLUE}note{BLUE:#}: {message}");
}
