//! A parsed script: the text and everything that can be known about it without a declaration.

use crate::{Declaration, Diagnostic};
use std::fmt::Write as _;

/// A script that a server would compile.
#[derive(Clone, Debug)]
pub struct Script {
    text: Vec<u8>,
}

impl Script {
    /// Parses `text`, shebang and all.
    ///
    /// # Errors
    ///
    /// Everything for which a server would refuse to load it, by `lua_syntax`, `invalid_shebang` and
    /// `compiler_limit`, the first in the text first.
    pub fn parse(text: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self { text: text.to_vec() })
    }

    /// Checks the script against `declaration`, by all rules, in the order of the text.
    pub fn check(&self, _declaration: &Declaration) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// The script, byte for byte.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The flags of the shebang, in the order in which they are written; empty without one.
    pub fn flags(&self) -> &[&'static str] {
        &[]
    }

    /// Whether the shebang says `no-writes`.
    pub fn read_only(&self) -> bool {
        self.flags().contains(&"no-writes")
    }

    /// The comment at the head of the script (after a shebang), without the comment marks.
    pub fn header(&self) -> String {
        String::new()
    }

    /// Whether the script can return an error whose text it got at run time (`redis.error_reply(ARGV[1])`),
    /// so that a NOSCRIPT in its reply may be its own.
    pub fn can_forge_noscript(&self) -> bool {
        false
    }
}

/// The SHA1 of `text` as servers write it: 40 lower-case hexadecimal digits.
pub fn sha1_hex(text: &[u8]) -> String {
    use sha1::Digest as _;
    sha1::Sha1::digest(text).iter().fold(String::with_capacity(40), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn hashes_as_script_load_does() {
        assert_eq!(super::sha1_hex(b"return 1"), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
    }
}
