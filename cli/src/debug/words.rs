//! A line of commands as words, as `redis-cli` takes it.

/// Splits at blanks; quotes hold a word together, and in double ones `\n`, `\"` and `\x41` are escapes. The
/// code behind `eval` is one word, as it stands.
pub(super) fn split(line: &[u8]) -> Result<Vec<Vec<u8>>, &'static str> {
    let line = line.trim_ascii();
    let end = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
    if matches!(line[..end].to_ascii_lowercase().as_slice(), b"e" | b"eval") && end < line.len() {
        return Ok(vec![line[..end].to_vec(), line[end..].trim_ascii().to_vec()]);
    }
    let mut words = Vec::new();
    let mut bytes = line.iter().copied().peekable();
    while let Some(first) =
        bytes.next_if(|byte| !byte.is_ascii_whitespace()).or_else(|| bytes.find(|byte| !byte.is_ascii_whitespace()))
    {
        let mut word = Vec::new();
        let mut next = Some(first);
        while let Some(byte) = next.filter(|byte| !byte.is_ascii_whitespace()) {
            match byte {
                b'"' | b'\'' => quoted(byte, &mut bytes, &mut word)?,
                plain => word.push(plain),
            }
            next = bytes.next();
        }
        words.push(word);
    }
    Ok(words)
}

fn quoted(quote: u8, bytes: &mut impl Iterator<Item = u8>, word: &mut Vec<u8>) -> Result<(), &'static str> {
    const OPEN: &str = "a quote is not closed";
    loop {
        match bytes.next().ok_or(OPEN)? {
            end if end == quote => return Ok(()),
            b'\\' => match bytes.next().ok_or(OPEN)? {
                b'n' if quote == b'"' => word.push(b'\n'),
                b'r' if quote == b'"' => word.push(b'\r'),
                b't' if quote == b'"' => word.push(b'\t'),
                b'x' if quote == b'"' => {
                    let digits = [bytes.next().ok_or(OPEN)?, bytes.next().ok_or(OPEN)?];
                    let byte = std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    word.push(byte.ok_or("`\\x` takes two hexadecimal digits")?);
                }
                escaped if quote == b'"' || escaped == b'\'' => word.push(escaped),
                other => word.extend([b'\\', other]),
            },
            plain => word.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        split(line.as_bytes()).unwrap().into_iter().map(|word| String::from_utf8(word).unwrap()).collect()
    }

    #[test]
    fn splits_as_redis_cli_does() {
        assert_eq!(words("  redis SET k  'a b'\n"), ["redis", "SET", "k", "a b"]);
        assert_eq!(words(r#"redis SET k "a\n\x41\"" ''"#), ["redis", "SET", "k", "a\nA\"", ""]);
        assert_eq!(words("eval  return 'a  b'\n"), ["eval", "return 'a  b'"]);
        assert_eq!(words("e"), ["e"]);
        assert_eq!(words(" \n"), [""; 0]);
        assert!(split(b"redis SET k 'a").is_err() && split(br#"redis "\xzz""#).is_err());
    }
}
