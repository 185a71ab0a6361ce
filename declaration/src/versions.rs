//! `min_server = "7.0"`, `"redis 8.0"`, `"valkey 8.0"`.

use redis_script_analysis::{MinServer, Version};

/// The oldest servers whose scripting is known to the checks.
const OLDEST_REDIS: Version = Version(6, 2);
/// Valkey's first release; it descends from Redis 7.2.
const OLDEST_VALKEY: Version = Version(7, 2);

/// The servers that `text` means. A version alone means both products; a product alone with its
/// version means that only this one is used.
pub fn min_server(text: &str) -> Result<MinServer, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [number] if number.starts_with(|first: char| first.is_ascii_digit()) => {
            let redis = at_least(number, OLDEST_REDIS, "Redis")?;
            Ok(MinServer { redis: Some(redis), valkey: Some(redis.max(OLDEST_VALKEY)) })
        }
        ["redis", number] => Ok(MinServer { redis: Some(at_least(number, OLDEST_REDIS, "Redis")?), valkey: None }),
        ["valkey", number] => Ok(MinServer { redis: None, valkey: Some(at_least(number, OLDEST_VALKEY, "Valkey")?) }),
        _ => {
            Err(format!("expected a server version such as \"7.0\", \"redis 8.0\" or \"valkey 8.0\", found \"{text}\""))
        }
    }
}

fn at_least(number: &str, oldest: Version, product: &str) -> Result<Version, String> {
    let parts = number.split_once('.').and_then(|(major, minor)| Some((digits(major)?, digits(minor)?)));
    let Some((major, minor)) = parts else {
        return Err(format!("expected a version as major.minor, such as \"7.0\", found \"{number}\""));
    };
    let version = Version(major, minor);
    if version < oldest {
        let Version(major, minor) = oldest;
        return Err(format!(
            "{product} {number} is too old: scripts are checked for {product} {major}.{minor} and later"
        ));
    }
    Ok(version)
}

fn digits(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn servers(redis: Option<(u16, u16)>, valkey: Option<(u16, u16)>) -> MinServer {
        let version = |(major, minor)| Version(major, minor);
        MinServer { redis: redis.map(version), valkey: valkey.map(version) }
    }

    #[test]
    fn a_version_alone_means_both_products() {
        assert_eq!(min_server("7.0").unwrap(), servers(Some((7, 0)), Some((7, 2))));
        assert_eq!(min_server("7.0").unwrap(), MinServer::default());
        assert_eq!(min_server("8.0").unwrap(), servers(Some((8, 0)), Some((8, 0))));
        assert_eq!(min_server("6.2").unwrap(), servers(Some((6, 2)), Some((7, 2))));
    }

    #[test]
    fn a_product_means_itself_alone() {
        assert_eq!(min_server("redis 8.2").unwrap(), servers(Some((8, 2)), None));
        assert_eq!(min_server("valkey 9.1").unwrap(), servers(None, Some((9, 1))));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "7",
            "7.",
            ".0",
            "7.0.1",
            "+7.0",
            "redis",
            "redis 7",
            "keydb 6.3",
            "redis 6.0",
            "valkey 7.0",
            "99999.0",
        ] {
            assert!(min_server(text).is_err(), "{text}");
        }
    }
}
