//! Keys and arguments that aren't sent.

use std::fmt;

use crate::Script;

/// A key or an argument that a script's call doesn't send: a number that isn't finite, a time that has no number,
/// a value that can't be serialised, an optional argument in front of another one. Nothing was sent.
#[derive(Clone)]
pub struct ArgumentError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    script: &'static Script,
    name: Option<&'static str>,
    /// From 0, the keys first.
    position: usize,
    keys: usize,
    reason: String,
}

impl ArgumentError {
    pub(crate) fn new(script: &'static Script, keys: usize, position: usize, reason: String) -> Self {
        Self(Box::new(Inner { script, name: None, position, keys, reason }))
    }

    /// Takes the parameter's name from those of all keys and all arguments. The last name of each is that of all
    /// behind it: a slice's.
    pub(crate) fn name_from(&mut self, keys: &[&'static str], args: &[&'static str]) {
        let Inner { position, keys: count, name, .. } = &mut *self.0;
        let (names, at) = position.checked_sub(*count).map_or((keys, *position), |at| (args, at));
        *name = names.get(at).or(names.last()).copied();
    }

    /// The script that was to be called.
    pub fn script(&self) -> &'static Script {
        self.0.script
    }

    /// The function's parameter, if it is known.
    pub fn parameter(&self) -> Option<&'static str> {
        self.0.name
    }

    /// What is wrong with it, in words.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { script, name, position, keys, reason } = &*self.0;
        write!(f, "{}: ", script.label())?;
        match (name, position.checked_sub(*keys)) {
            (Some(name), _) => write!(f, "`{name}`")?,
            (None, Some(argument)) => write!(f, "argument {}", argument + 1)?,
            (None, None) => write!(f, "key {}", position + 1)?,
        }
        write!(f, " {reason}; nothing was sent")
    }
}

impl fmt::Debug for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ArgumentError {}
