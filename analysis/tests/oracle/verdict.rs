//! A server's verdict on scripts.

use crate::server::{Reply, Server};

/// What a compiler says about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It compiles.
    Accepted,
    /// It doesn't, for a reason that is found when this line has been read.
    Refused(u32),
    /// It doesn't, for a reason that has no line.
    RefusedAnywhere,
}

impl Verdict {
    /// What our parser says.
    pub(crate) fn ours(text: &[u8]) -> Self {
        let parsed = redis_script_analysis::parser::parse(text, 0);
        parsed.errors.first().map_or(Self::Accepted, |error| Self::Refused(error.line))
    }

    /// Whether both are the same, as far as they say anything.
    pub(crate) fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::RefusedAnywhere, other) | (other, Self::RefusedAnywhere) => other != Self::Accepted,
            _ => self == other,
        }
    }
}

impl Server {
    /// What the server says about `text`.
    pub(crate) fn verdict(&mut self, text: &[u8]) -> Verdict {
        self.verdicts(&[text])[0]
    }

    /// What the server says about each of `texts`.
    pub(crate) fn verdicts(&mut self, texts: &[impl AsRef<[u8]>]) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(texts.len());
        for texts in texts.chunks(100) {
            for text in texts {
                self.send::<&[u8]>([&b"SCRIPT"[..], b"LOAD", text.as_ref()]);
            }
            verdicts.extend(texts.iter().map(|_| match self.reply() {
                Reply::Error(error) => refused(&error),
                _ => Verdict::Accepted,
            }));
            assert_eq!(self.call(["SCRIPT", "FLUSH"]), Reply::Status("OK".to_owned()));
        }
        verdicts
    }

    /// The reply to a command as bytes, of an array its length; or the error.
    pub(crate) fn ask(&mut self, command: &[&[u8]]) -> Result<Vec<u8>, String> {
        bytes(self.call(command))
    }

    /// The same of a command that may end the server; `None` if it does.
    pub(crate) fn try_ask(&mut self, command: &[&[u8]]) -> Option<Result<Vec<u8>, String>> {
        self.try_call(command).map(bytes)
    }

    /// What `text` returns.
    pub(crate) fn value(&mut self, text: &[u8]) -> Vec<u8> {
        self.ask(&[b"EVAL", text, b"0"]).unwrap_or_else(|error| panic!("{}: {error}", text.escape_ascii()))
    }
}

fn bytes(reply: Reply) -> Result<Vec<u8>, String> {
    Ok(match reply {
        Reply::Error(error) => return Err(error),
        Reply::Null => Vec::new(),
        Reply::Integer(number) => number.to_string().into_bytes(),
        Reply::Status(text) => text.into_bytes(),
        Reply::Bulk(bytes) => bytes,
        Reply::Array(items) => items.len().to_string().into_bytes(),
    })
}

/// The verdict in an error reply of SCRIPT LOAD: `.. user_script:3: ..`.
fn refused(error: &str) -> Verdict {
    assert!(error.contains("compiling script"), "not about the text: {error}");
    let line = error.split("user_script:").nth(1).and_then(|rest| rest.split(':').next()?.parse().ok());
    line.map_or(Verdict::RefusedAnywhere, Verdict::Refused)
}
