//! `check --fix`: what becomes of a script by the edits that its findings come with.

use crate::check::Checker;
use crate::inputs::Input;
use redis_script_analysis::{Diagnostic, Fixed, Script, apply_fixes};
use similar::{Algorithm, capture_diff_slices, group_diff_ops};
use std::path::Path;

/// A script that was mended.
pub(crate) struct Mended {
    /// What it was.
    pub(crate) before: Vec<u8>,
    /// What it is now.
    pub(crate) input: Input,
    /// How many findings were mended.
    pub(crate) count: usize,
    /// What is still to be said of it.
    pub(crate) left: Vec<(usize, Diagnostic)>,
    /// Whether it is in its file.
    pub(crate) written: bool,
}

/// No script needs more: each time it is checked again, fewer findings can be mended.
const ROUNDS: usize = 20;

/// Mends what can be mended of `input`, about which there is this to say; nothing where it can't be.
pub(crate) fn mend(checker: &mut Checker, input: &Input, diagnostics: &[(usize, Diagnostic)]) -> Option<Mended> {
    let mut left = diagnostics.to_vec();
    let mut now = Input { path: input.path.clone(), text: input.text.clone(), found: input.found };
    let is_script = |input: &Input| Script::parse_joined(&input.complete().script).is_ok();
    let mut count = 0;
    for _ in 0..ROUNDS {
        // What it includes may be meant otherwise elsewhere.
        let own = left.iter().filter(|(file, _)| *file == 0);
        let Fixed { text, applied } = apply_fixes(&now.text, own.map(|(_, finding)| &*finding.fix));
        // A script that a server compiles stays one: a `local` more can be one too many.
        let next = Input { text, path: now.path.clone(), found: now.found };
        if applied == 0 || (is_script(&now) && !is_script(&next)) {
            break;
        }
        now = next;
        count += applied;
        left = checker.diagnostics(&now, &now.complete().script);
    }
    (count > 0).then(|| Mended { before: input.text.clone(), input: now, count, left, written: false })
}

impl Mended {
    /// Writes it to where it came from.
    pub(crate) fn write(&mut self) -> Result<(), String> {
        let path = &self.input.path;
        if !path.is_file() {
            return Err(format!(
                "`{}` is no file to write to: `--fix --dry-run` shows what becomes of it",
                path.display()
            ));
        }
        std::fs::write(path, &self.input.text).map_err(|error| format!("can't write `{}`: {error}", path.display()))?;
        self.written = true;
        Ok(())
    }

    /// The changes, byte for byte in the form that `git apply` reads.
    pub(crate) fn diff(&self) -> Vec<u8> {
        let lines = |text: &'_ [u8]| text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let (old, new): (Vec<Vec<u8>>, Vec<Vec<u8>>) = (lines(&self.before), lines(&self.input.text));
        let path = &self.input.path;
        let mut out = format!("--- {}\n+++ {}\n", name("a", path), name("b", path)).into_bytes();
        for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), 3) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let before = range(first.old_range().start, last.old_range().end);
            let after = range(first.new_range().start, last.new_range().end);
            out.extend(format!("@@ -{before} +{after} @@\n").into_bytes());
            for change in group.iter().flat_map(|op| op.iter_changes(&old, &new)) {
                out.extend(change.tag().to_string().into_bytes());
                out.extend(change.value_ref());
                if !change.value_ref().ends_with(b"\n") {
                    out.extend(b"\n\\ No newline at end of file\n");
                }
            }
        }
        out
    }
}

/// A range of lines as `diff` writes it.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        count => format!("{},{count}", start + 1),
    }
}

fn name(side: &str, path: &Path) -> String {
    if path.is_absolute() { path.display().to_string() } else { format!("{side}/{}", path.display()) }
}
