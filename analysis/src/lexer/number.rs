//! Numerals: what C's `strtod` makes of them, as `luaO_str2d` asks for it.

use crate::bytes::leading;

/// The value of a numeral; `None` where the reference says "malformed number".
pub(super) fn value(text: &[u8]) -> Option<f64> {
    match text {
        [b'0', b'x' | b'X', digits @ ..] => hexadecimal(digits),
        _ => decimal(text),
    }
}

fn decimal(text: &[u8]) -> Option<f64> {
    let digits = |text: &[u8]| leading(text, |byte| byte.is_ascii_digit()).len();
    let whole = digits(text);
    let mut rest = &text[whole..];
    let mut count = whole;
    if let [b'.', fraction @ ..] = rest {
        count += digits(fraction);
        rest = &fraction[digits(fraction)..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        if exponent.is_empty() {
            return None;
        }
        rest = &exponent[digits(exponent)..];
    }
    if count == 0 || !rest.is_empty() {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// `0x10`, and C99's `0x1p4`: the lexer lets neither a point nor a sign through.
fn hexadecimal(text: &[u8]) -> Option<f64> {
    let digits = leading(text, |byte| byte.is_ascii_hexdigit());
    let mut exponent = 0u64;
    match &text[digits.len()..] {
        [] => {}
        [b'p' | b'P', written @ ..] if !written.is_empty() => {
            for byte in written {
                if !byte.is_ascii_digit() {
                    return None;
                }
                exponent = exponent.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
            }
        }
        _ => return None,
    }
    (!digits.is_empty()).then(|| scaled(digits, exponent))
}

/// The value of `digits`, rounded once, to even, times two to the power of `exponent`.
fn scaled(digits: &[u8], mut exponent: u64) -> f64 {
    let mut mantissa = 0u64;
    for byte in digits {
        let digit = u64::from(char::from(*byte).to_digit(16).unwrap_or(0));
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | digit;
        } else {
            // Far behind the 53 bits that count: it only matters whether anything is there.
            mantissa |= u64::from(digit != 0);
            exponent = exponent.saturating_add(4);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "this is the rounding")]
    let value = mantissa as f64;
    if mantissa == 0 {
        return 0.0;
    }
    let exponent = i32::try_from(exponent.min(2000)).unwrap_or(2000);
    value * 2f64.powi(exponent / 2) * 2f64.powi(exponent - exponent / 2)
}

/// What is wrong with a numeral that has no value, and what to write instead.
pub(super) fn mistake(text: &[u8]) -> (String, Option<String>) {
    let shown = String::from_utf8_lossy(text);
    let lower = shown.to_ascii_lowercase();
    let help = if let Some((left, right)) = shown.split_once("..") {
        Some(format!("put blanks around `..`: `{left} .. {right}`"))
    } else if lower.starts_with("0b") && lower[2..].bytes().all(|byte| matches!(byte, b'0' | b'1')) {
        u64::from_str_radix(&lower[2..], 2).ok().map(|value| format!("Lua has no binary numbers; write `{value}`"))
    } else if shown.contains('_') && value(shown.replace('_', "").as_bytes()).is_some() {
        Some(format!("write it without underscores: `{}`", shown.replace('_', "")))
    } else {
        suffixed(&shown)
    };
    (format!("malformed number `{shown}`"), help)
}

/// For `10L`, `2nd`: a number with letters behind it.
fn suffixed(shown: &str) -> Option<String> {
    const LETTER: fn(char) -> bool = |c| c.is_ascii_alphabetic();
    let number = shown.trim_end_matches(LETTER);
    if number.len() == shown.len() || value(number.as_bytes()).is_none() {
        return None;
    }
    let suffix = &shown[number.len()..];
    Some(if matches!(suffix.to_ascii_lowercase().as_str(), "l" | "ll" | "u" | "ul" | "ull" | "f" | "d" | "n") {
        format!("numbers have no type suffix; write `{number}`")
    } else {
        "a name can't begin with a digit, and a number needs a blank before a word".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn reads_what_strtod_reads() {
        let good: [(&str, f64); 22] = [
            ("3", 3.0),
            ("3.", 3.0),
            (".5", 0.5),
            ("08", 8.0),
            ("1e2", 100.0),
            ("1.e2", 100.0),
            (".5E-1", 0.05),
            ("1e400", f64::INFINITY),
            ("1e-400", 0.0),
            ("1e99999999999999999999", f64::INFINITY),
            ("0x10", 16.0),
            ("0XfF", 255.0),
            ("0x1p4", 16.0),
            ("0xep1", 28.0),
            ("0x0p99999999999999999999", 0.0),
            ("0x1p1023", 8.988_465_674_311_58e307),
            ("0x1p1024", f64::INFINITY),
            ("0xffffffffffffffff", 18_446_744_073_709_551_615.0),
            ("0x20000000000001", 9_007_199_254_740_992.0),
            ("0x20000000000003", 9_007_199_254_740_996.0),
            ("0x200000000000010000000000000001", 9_007_199_254_740_994.0 * 18_446_744_073_709_551_616.0),
            ("9007199254740993", 9_007_199_254_740_992.0),
        ];
        for (text, expected) in good {
            assert_eq!(value(text.as_bytes()), Some(expected), "{text}");
        }
        for text in ["1e", "1e+", "0x", "0xg", "0x1p", "1..2", "1.2.3", "12ab", "1_000", "0b1", "", ".", "00x1"] {
            assert_eq!(value(text.as_bytes()), None, "{text}");
        }
    }
}
