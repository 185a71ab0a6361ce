//! Which scripts were seen already.

/// Scripts, each once, by their SHA1. (In a sorted list: the code of a tree would be a sixth of all that an application
/// compiles of this crate.)
pub(crate) struct Distinct(Vec<&'static str>);

impl Distinct {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a script; whether it is new.
    pub(crate) fn insert(&mut self, sha1: &'static str) -> bool {
        match self.0.binary_search(&sha1) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, sha1);
                true
            }
        }
    }
}
