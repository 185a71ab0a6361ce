//! The changes of a mended script, as a diff.

use crate::fix::Mended;
use crate::outcome::{BLUE, BOLD, GREEN, RED};
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use std::io::{self, Write};

/// Writes it byte for byte, coloured where that is wanted. (What takes the colours away where it isn't would
/// take what is no UTF-8 as well.)
pub(super) fn show<S: RawStream + AsLockedWrite>(mended: &Mended, mut stream: S) -> io::Result<()> {
    let plain = AutoStream::choice(&stream) == ColorChoice::Never;
    let mut out = stream.as_locked_write();
    for line in mended.diff().split_inclusive(|byte| *byte == b'\n') {
        let style = match line.first() {
            _ if plain => Style::new(),
            _ if line.starts_with(b"---") || line.starts_with(b"+++") => BOLD,
            Some(b'-') => RED,
            Some(b'+') => GREEN,
            Some(b'@') => BLUE,
            _ => Style::new(),
        };
        write!(out, "{style}")?;
        out.write_all(line)?;
        write!(out, "{style:#}")?;
    }
    out.flush()
}
