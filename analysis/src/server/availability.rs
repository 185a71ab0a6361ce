//! Which servers have a thing.

use crate::declaration::{MinServer, Version};

/// The servers on which a name exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Which versions of Redis have it.
    pub redis: Versions,
    /// Which versions of Valkey have it.
    pub valkey: Versions,
}

/// Versions of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// All from Redis 6.2 and Valkey 7.2 on.
    All,
    /// This one and later ones.
    Since(Version),
    /// Those older than this one.
    Before(Version),
    /// None.
    Never,
    /// It depends on the build: servers with the security fixes of 2025 lack it.
    SomeBuilds,
}

impl Availability {
    /// Whether every server that `min` allows has the name.
    pub fn everywhere(self, min: MinServer) -> bool {
        self.missing(min).is_none()
    }

    /// Whether some server that `min` allows has the name.
    pub fn anywhere(self, min: MinServer) -> bool {
        min.redis.is_some_and(|oldest| self.redis.any(oldest))
            || min.valkey.is_some_and(|oldest| self.valkey.any(oldest))
    }

    /// Which servers allowed by `min` lack the name, to stand behind "does not exist on":
    /// `Redis before 7.4 and Valkey before 8.0`. `None` if none does.
    pub fn missing(self, min: MinServer) -> Option<String> {
        let redis = min.redis.and_then(|oldest| self.redis.missing("Redis", oldest));
        let valkey = min.valkey.and_then(|oldest| self.valkey.missing("Valkey", oldest));
        match (redis, valkey) {
            (Some(redis), Some(valkey)) => Some(format!("{redis} and {valkey}")),
            (redis, valkey) => redis.or(valkey),
        }
    }
}

impl Versions {
    /// Whether some of the versions from `oldest` on may be among these.
    pub fn any(self, oldest: Version) -> bool {
        match self {
            Self::All | Self::Since(_) | Self::SomeBuilds => true,
            Self::Before(end) => oldest < end,
            Self::Never => false,
        }
    }

    fn missing(self, product: &str, oldest: Version) -> Option<String> {
        match self {
            Self::All => None,
            Self::Since(first) if oldest >= first => None,
            Self::Since(Version(major, minor)) => Some(format!("{product} before {major}.{minor}")),
            Self::Before(Version(major, minor)) if oldest < Version(major, minor) => {
                Some(format!("{product} from {major}.{minor} on"))
            }
            Self::Before(_) | Self::Never => Some(product.to_owned()),
            Self::SomeBuilds => Some(format!("{product} builds with the security fixes of 2025")),
        }
    }
}
