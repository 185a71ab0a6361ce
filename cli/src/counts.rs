//! Numbers of keys and arguments as people write them: `2`, `1..`, `1..=3`.

use redis_script_analysis::Arity;

/// Reads `2`, `1..` or `1..=3`.
pub(crate) fn parse(text: &str) -> Result<Arity, String> {
    if let Some((least, most)) = text.split_once("..=") {
        let (least, most) = (parse(least)?, parse(most)?);
        let is_range = !least.variadic && !most.variadic && least.fixed <= most.fixed;
        return if is_range {
            Ok(Arity::between(least.fixed, most.fixed))
        } else {
            Err("expected a range, such as `1..=3`".to_owned())
        };
    }
    let (number, variadic) = text.strip_suffix("..").map_or((text, false), |number| (number, true));
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("expected a number, such as `2`, or `1..` for one or more".to_owned());
    }
    let fixed = number.parse().map_err(|_| "the number is too large".to_owned())?;
    Ok(Arity { fixed, optional: 0, variadic })
}

/// Writes `2`, `1..` or `1..=3`.
pub(crate) fn show(arity: Arity) -> String {
    let Arity { fixed, optional, variadic } = arity;
    match (variadic, optional) {
        (true, _) => format!("{fixed}.."),
        (false, 0) => fixed.to_string(),
        (false, _) => format!("{fixed}..={}", arity.most()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for (text, arity) in [
            ("0", Arity::exactly(0)),
            ("12", Arity::exactly(12)),
            ("0..", Arity::at_least(0)),
            ("1..=3", Arity::between(1, 3)),
        ] {
            assert_eq!(parse(text), Ok(arity));
            assert_eq!(show(arity), text);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in ["", "..", "-1", "+1", "1...", "1..3", "3..=1", "1..=", "1..=2..", " 1", "1 ", "x", "99999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
