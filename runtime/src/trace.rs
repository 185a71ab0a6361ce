//! What is told to `tracing`.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use redis::ServerError;

use crate::Script;

/// The scripts that were told of, by SHA1: once for each is enough to learn that a user lacks a right.
static TOLD: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

/// A load was refused, so that the call goes out with the script's text, now and each time that it misses.
pub(crate) fn fell_back(script: &'static Script, refusal: &ServerError) {
    // Nothing panics while it is held.
    if TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(script.sha1()) {
        tracing::warn!(
            script = script.label(),
            sha1 = script.sha1(),
            code = refusal.code(),
            "SCRIPT LOAD is refused: the script is sent whole where the server doesn't know it"
        );
    }
}
