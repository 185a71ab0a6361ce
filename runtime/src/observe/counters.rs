//! Counters of each script.
//!
//! A script is constant data, and constants can't hold counters, so these lie beside: one set for each function, found
//! by the constant's address in the calling thread's own table.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use crate::{Error, Script};

/// What became of a script's calls in this process so far. ([`Script::counters`])
///
/// Each number only ever grows, as the counters of monitoring systems do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Calls, also those that failed or were dropped. Each call in a pipeline is one.
    pub calls: u64,
    /// Calls whose script the server didn't know.
    pub cold: u64,
    /// Loads that a server took, for calls or as a preload.
    pub loads: u64,
    /// Calls that went out once more with the script's text: since `SCRIPT LOAD` was refused, or since it
    /// can't be sent to the right server of a cluster: by a blocking connection, or while the key's slot moves.
    pub fallbacks: u64,
    /// Calls that failed, by [`Error::error_type`].
    pub errors: BTreeMap<&'static str, u64>,
}

#[derive(Default)]
struct Cell {
    calls: AtomicU64,
    cold: AtomicU64,
    loads: AtomicU64,
    fallbacks: AtomicU64,
    errors: Mutex<BTreeMap<&'static str, u64>>,
}

/// File, function and SHA1. (One constant can have several addresses.)
type Identity = (&'static str, &'static str, &'static str);

static CELLS: Mutex<BTreeMap<Identity, &'static Cell>> = Mutex::new(BTreeMap::new());

thread_local! {
    /// By the addresses of constants, which are never given to anything else.
    static KNOWN: RefCell<HashMap<usize, &'static Cell>> = RefCell::default();
}

pub(super) fn call(script: &'static Script) {
    cell(script).calls.fetch_add(1, Relaxed);
}

pub(super) fn cold(script: &'static Script) {
    cell(script).cold.fetch_add(1, Relaxed);
}

pub(super) fn loaded(script: &'static Script) {
    cell(script).loads.fetch_add(1, Relaxed);
}

pub(super) fn fell_back(script: &'static Script) {
    cell(script).fallbacks.fetch_add(1, Relaxed);
}

pub(super) fn failed(script: &'static Script, error: &Error) {
    *lock(&cell(script).errors).entry(error.error_type()).or_default() += 1;
}

impl Script {
    /// What became of its calls in this process so far.
    ///
    /// With the feature `register`, a page for a monitoring system is a loop over [`scripts`](crate::scripts):
    ///
    /// ```
    /// # use std::fmt::Write;
    /// # fn page(scripts: impl Iterator<Item = &'static redis_script::Script>) -> Result<String, std::fmt::Error> {
    /// let mut page = String::new();
    /// for script in scripts {
    ///     let counters = script.counters();
    ///     writeln!(page, "script_calls_total{{script=\"{}\"}} {}", script.name(), counters.calls)?;
    ///     for (error_type, count) in &counters.errors {
    ///         writeln!(page, "script_errors_total{{script=\"{}\",type=\"{error_type}\"}} {count}", script.name())?;
    ///     }
    /// }
    /// # Ok(page)
    /// # }
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
    pub fn counters(&self) -> Counters {
        let Some(cell) = lock(&CELLS).get(&identity(self)).copied() else { return Counters::default() };
        Counters {
            calls: cell.calls.load(Relaxed),
            cold: cell.cold.load(Relaxed),
            loads: cell.loads.load(Relaxed),
            fallbacks: cell.fallbacks.load(Relaxed),
            errors: lock(&cell.errors).clone(),
        }
    }
}

fn cell(script: &'static Script) -> &'static Cell {
    let address = std::ptr::from_ref(script).addr();
    let known = KNOWN.try_with(|known| *known.borrow_mut().entry(address).or_insert_with(|| shared(script)));
    // While a thread ends it has no table any more.
    known.unwrap_or_else(|_| shared(script))
}

/// The same for all threads; there are as many as there are scripts in the program.
fn shared(script: &'static Script) -> &'static Cell {
    lock(&CELLS).entry(identity(script)).or_insert_with(|| Box::leak(Box::default()))
}

fn identity(script: &Script) -> Identity {
    (script.path(), script.name(), script.sha1())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Nothing panics while it is held.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
