//! What this process remembers of scripts: that a load is on its way, and when one was answered, never that a server
//! has it. A server can forget a script at any time, and nothing here would learn of it.

#[cfg(any(feature = "tokio", feature = "smol"))]
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Mode, call::Call, distinct::Distinct};

/// The scripts that are or were being loaded, in the order of their SHA1. Only async callers share connections.
#[cfg(any(feature = "tokio", feature = "smol"))]
static LOADS: Mutex<Vec<(&str, Load)>> = Mutex::new(Vec::new());
/// How many loads were answered, of all scripts.
#[cfg(any(feature = "tokio", feature = "smol"))]
static ANSWERED: AtomicUsize = AtomicUsize::new(0);
/// The scripts whose first call has been made, for [`Mode::LoadFirst`].
static CALLED: Mutex<Distinct> = Mutex::new(Distinct::new());

/// What is known of a script's loads.
#[cfg(any(feature = "tokio", feature = "smol"))]
#[derive(Default)]
struct Load {
    underway: bool,
    /// The last one's place among all that were answered, from 1.
    answered: usize,
}

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Load {
    fn of<'a>(loads: &'a mut Vec<(&'static str, Self)>, sha1: &'static str) -> &'a mut Self {
        let at = loads.binary_search_by_key(&sha1, |(sha1, _)| sha1).unwrap_or_else(|at| {
            loads.insert(at, (sha1, Self::default()));
            at
        });
        &mut loads[at].1
    }
}

/// A point in time: before it, so many loads were answered.
#[cfg(any(feature = "tokio", feature = "smol"))]
#[derive(Clone, Copy)]
pub(crate) struct Moment(usize);

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Moment {
    #[inline]
    pub(crate) fn now() -> Self {
        Self(ANSWERED.load(Ordering::Acquire))
    }
}

/// The right to load a script. Others who miss it meanwhile send their call once more instead, without
/// waiting: on a connection that they share with the one who loads, it arrives behind the load.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub(crate) struct Loading(&'static str);

/// Why a call that missed its script doesn't load it.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub(crate) enum Others {
    /// Somebody is loading it.
    Load,
    /// Somebody has loaded it since the call was sent. Where that was on the same connection, the call was in front
    /// of the load, and whoever waits for its reply learned of it late.
    Loaded,
}

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Loading {
    /// Takes the right for a call that was sent then, if nobody has it or has used it since.
    pub(crate) fn begin(sha1: &'static str, sent: Moment) -> Result<Self, Others> {
        let mut loads = lock(&LOADS);
        let load = Load::of(&mut loads, sha1);
        if load.underway {
            return Err(Others::Load);
        }
        if load.answered > sent.0 {
            return Err(Others::Loaded);
        }
        load.underway = true;
        Ok(Self(sha1))
    }
}

#[cfg(any(feature = "tokio", feature = "smol"))]
impl Drop for Loading {
    /// Also where the one who loads is cancelled.
    fn drop(&mut self) {
        Load::of(&mut lock(&LOADS), self.0).underway = false;
    }
}

/// A server took the script.
#[cfg(any(feature = "tokio", feature = "smol"))]
pub(crate) fn loaded(sha1: &'static str) {
    let mut loads = lock(&LOADS);
    Load::of(&mut loads, sha1).answered = ANSWERED.fetch_add(1, Ordering::AcqRel) + 1;
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

fn lock<T>(scripts: &'static Mutex<T>) -> MutexGuard<'static, T> {
    // Nothing panics while it is held.
    scripts.lock().unwrap_or_else(PoisonError::into_inner)
}
