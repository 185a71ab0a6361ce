//! Numbers of keys and arguments as people write them: `2`, `1..`.

use redis_script_analysis::Arity;

/// Reads `2` or `1..`.
pub(crate) fn parse(text: &str) -> Result<Arity, String> {
    let (number, variadic) = text.strip_suffix("..").map_or((text, false), |number| (number, true));
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("expected a number, such as `2`, or `1..` for one or more".to_owned());
    }
    let fixed = number.parse().map_err(|_| "the number is too large".to_owned())?;
    Ok(Arity { fixed, variadic })
}

/// Writes `2` or `1..`.
pub(crate) fn show(arity: Arity) -> String {
    let dots = if arity.variadic { ".." } else { "" };
    format!("{}{dots}", arity.fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for (text, arity) in [("0", Arity::exactly(0)), ("12", Arity::exactly(12)), ("0..", Arity::at_least(0))] {
            assert_eq!(parse(text), Ok(arity));
            assert_eq!(show(arity), text);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in ["", "..", "-1", "+1", "1...", "1..3", " 1", "1 ", "x", "99999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
