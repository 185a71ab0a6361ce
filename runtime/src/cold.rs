//! What this process remembers of scripts: only that a load is on its way, never that one is loaded. A
//! server can forget a script at any time, and nothing here would learn of it.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{Mode, call::Call};

/// The scripts that are being loaded, by SHA1. Only async callers share connections.
#[cfg(any(feature = "tokio", feature = "smol"))]
static LOADING: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
/// The scripts whose first call has been made, for [`Mode::LoadFirst`].
static CALLED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

/// The right to load a script. Others who miss it meanwhile send their call once more instead, without
/// waiting: on a connection that they share with the one who loads, it arrives behind the load.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub(crate) struct Loading(&'static str);

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Loading {
    /// Takes the right, if nobody has it.
    pub(crate) fn begin(sha1: &'static str) -> Option<Self> {
        // Not `then_some`: that would make one either way, and drop it while the lock is held.
        let taken = lock(&LOADING).insert(sha1);
        taken.then(|| Self(sha1))
    }
}

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Drop for Loading {
    /// Also where the one who loads is cancelled.
    fn drop(&mut self) {
        lock(&LOADING).remove(self.0);
    }
}

/// Whether a call is the first of its script, which takes the script along.
#[inline]
pub(crate) fn is_first(call: &Call) -> bool {
    call.head.mode == Mode::LoadFirst && takes_the_first(call)
}

#[cold]
fn takes_the_first(call: &Call) -> bool {
    call.head.is_recoverable() && lock(&CALLED).insert(call.script().sha1())
}

fn lock(set: &'static Mutex<BTreeSet<&'static str>>) -> std::sync::MutexGuard<'static, BTreeSet<&'static str>> {
    // Nothing panics while it is held.
    set.lock().unwrap_or_else(PoisonError::into_inner)
}
