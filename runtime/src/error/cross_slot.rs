//! Keys that no server of a cluster has together.

use std::fmt;

use crate::{Script, slot::slot};

/// Two keys of one call belong to different slots of a cluster, so no server can run it. Nothing ran.
#[derive(Clone)]
pub struct CrossSlot(Box<Inner>);

#[derive(Clone)]
struct Inner {
    script: &'static Script,
    keys: [Vec<u8>; 2],
}

impl CrossSlot {
    pub(crate) fn new(script: &'static Script, first: &[u8], other: &[u8]) -> Self {
        Self(Box::new(Inner { script, keys: [first.to_vec(), other.to_vec()] }))
    }

    /// The script that was called.
    pub fn script(&self) -> &'static Script {
        self.0.script
    }

    /// The first key, and the first one after it that has another slot.
    pub fn keys(&self) -> [&[u8]; 2] {
        [&self.0.keys[0], &self.0.keys[1]]
    }
}

impl fmt::Display for CrossSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, other] = self.keys();
        let text = String::from_utf8_lossy;
        write!(
            f,
            "{}: the keys `{}` (slot {}) and `{}` (slot {}) belong to different slots of the cluster, so nothing ran; \
             help: give them the same hash tag, such as `{{tag}}{}`",
            self.script().label(),
            text(first),
            slot(first),
            text(other),
            slot(other),
            text(first),
        )
    }
}

impl fmt::Debug for CrossSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for CrossSlot {}
