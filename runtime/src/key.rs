//! Keys that are made of typed parts: what `#[derive(Key)]` implements.

use std::fmt;

use redis::RedisWrite;
use redis_script_shape::equal;

use crate::private::Argument;

/// A key of its own type: a text with fields in it, some of which are its hash tag. `#[derive(Key)]` makes one.
///
/// ```
/// use redis_script::Key;
///
/// #[derive(Key)]
/// #[key("bucket:{user}:{kind}", tag = user)]
/// struct BucketKey<'a> {
///     user: u64,
///     kind: &'a str,
/// }
///
/// let key = BucketKey { user: 7, kind: "api" };
/// assert_eq!(key.to_string(), "bucket:{7}:api");
/// assert_eq!(key.hash_tag().as_deref(), Some("7"));
/// assert_eq!(BucketKey::TAG, Some("{user}"));
/// ```
///
/// A parameter of such a type, or of a reference to it, is one key of a script; it is an argument of any other
/// command, too. What the derive takes, and how values are escaped, is said at [the macro](macro@crate::Key).
pub trait Key: fmt::Display {
    /// What stands in the key's braces, with `{field}` for a field: `Some("{user}")`. Two keys whose tags are the
    /// same text, and whose fields of these names are equal, belong to the same slot of a cluster. `None` if the
    /// whole key is hashed.
    const TAG: Option<&'static str>;

    /// The text that a cluster hashes in place of the whole key, if there is one.
    fn hash_tag(&self) -> Option<String> {
        let key = self.to_string();
        crate::slot::tag(key.as_bytes()).map(|tag| String::from_utf8_lossy(tag).into_owned())
    }

    /// The slot of a cluster that the key belongs to, from 0 to 16383.
    fn slot(&self) -> u16 {
        crate::slot::slot(self.to_string().as_bytes())
    }
}

impl<K: Key + ?Sized> Key for &K {
    const TAG: Option<&'static str> = K::TAG;
}

/// A field's place in a key.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The characters that the key itself uses between its fields.
    pub separators: &'static str,
    /// Whether it is all that stands in the braces: those of an empty tag would mean nothing.
    pub fills_tag: bool,
}

impl Part {
    /// Writes a field's value so that it stays in its place: `%`, braces, control characters and separators as
    /// `%` and two hexadecimal digits, as in a URL, and bytes that aren't UTF-8, too. What isn't empty but must be
    /// said to be is a `%` alone, which no other value can be.
    pub fn write(self, out: &mut fmt::Formatter<'_>, value: &impl Argument) -> fmt::Result {
        let mut writer = Writer { part: self, out, values: 0, written: Ok(()) };
        value.write_to(&mut writer);
        if writer.values == 1 { writer.written } else { Err(fmt::Error) }
    }

    fn escapes(self, symbol: char) -> bool {
        matches!(symbol, '%' | '{' | '}') || symbol.is_ascii_control() || self.separators.contains(symbol)
    }

    fn bytes(self, out: &mut impl fmt::Write, bytes: &[u8]) -> fmt::Result {
        if bytes.is_empty() && self.fills_tag {
            return out.write_char('%');
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text(out, text),
            Err(_) => bytes.iter().try_for_each(|byte| match char::from(*byte) {
                symbol if symbol.is_ascii() && !self.escapes(symbol) => out.write_char(symbol),
                _ => write!(out, "%{byte:02X}"),
            }),
        }
    }

    fn text(self, out: &mut impl fmt::Write, text: &str) -> fmt::Result {
        let mut plain = 0;
        for (at, found) in text.match_indices(|symbol| self.escapes(symbol)) {
            out.write_str(&text[plain..at])?;
            found.bytes().try_for_each(|byte| write!(out, "%{byte:02X}"))?;
            plain = at + found.len();
        }
        out.write_str(&text[plain..])
    }
}

/// Takes a field's value as a command would, and writes it into the key.
struct Writer<'a, 'f> {
    part: Part,
    out: &'a mut fmt::Formatter<'f>,
    values: usize,
    written: fmt::Result,
}

impl RedisWrite for Writer<'_, '_> {
    fn write_arg(&mut self, arg: &[u8]) {
        self.values += 1;
        self.written = self.written.and_then(|()| self.part.bytes(self.out, arg));
    }

    fn writer_for_next_arg(&mut self) -> impl std::io::Write + '_ {
        Buffer { bytes: Vec::new(), writer: self }
    }
}

/// A value that comes in pieces: whether it is text is known at its end.
struct Buffer<'w, 'a, 'f> {
    bytes: Vec<u8>,
    writer: &'w mut Writer<'a, 'f>,
}

impl std::io::Write for Buffer<'_, '_, '_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Drop for Buffer<'_, '_, '_> {
    fn drop(&mut self) {
        self.writer.write_arg(&self.bytes);
    }
}

/// What the type of a parameter says of its key.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// Its hash tag, or that it has none.
    Key(Option<&'static str>),
    /// Nothing: it is no [`Key`].
    Nothing,
}

/// A parameter's hash tag, where its type is a [`Key`]: `Probe::<T>::TAG` is the inherent constant there, and else
/// [`NotKey`]'s.
#[derive(Debug)]
pub struct KeyProbe<T: ?Sized>(std::marker::PhantomData<T>);

impl<T: Key + ?Sized> KeyProbe<T> {
    /// The type's tag, if it has one.
    pub const TAG: Known = Known::Key(T::TAG);
}

/// For all other types.
pub trait NotKey {
    /// Nothing is known.
    const TAG: Known = Known::Nothing;
}

impl<T: ?Sized> NotKey for KeyProbe<T> {}

/// Whether a key is of a type whose hash tag is surely another one than that of the keys in front of it.
pub const fn is_apart(before: &[Known], key: Known) -> bool {
    let Known::Key(tag) = key else { return false };
    let mut at = 0;
    while at < before.len() {
        if let Known::Key(other) = before[at] {
            return match (tag, other) {
                (Some(tag), Some(other)) => !equal(tag, other),
                _ => true,
            };
        }
        at += 1;
    }
    false
}
