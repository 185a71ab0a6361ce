//! `INFO` as a typed struct: what an operator looks at first. A field that a server doesn't have, since it is too old
//! or another one, is `None`, or zero where it counts something that can't have happened there.

use redis_script::redis::{RedisResult, aio::ConnectionLike, cmd};
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::time::Duration;

/// What a server says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// Such as `redis 7.0.15`. Valkey calls itself Redis 7.2.4, too; here it is `valkey 9.1.2`.
    pub version: String,
    /// Since it started.
    pub uptime: Duration,
    /// Whether it still reads its data from disk, and answers nothing else.
    pub loading: bool,
    /// Clients.
    pub clients: Clients,
    /// Memory.
    pub memory: Memory,
    /// The script cache.
    pub scripts: Scripts,
    /// What it counted since it started, or since `CONFIG RESETSTAT`.
    pub stats: Stats,
    /// Whether it is a primary or a replica.
    pub role: Role,
    /// Whether the last snapshot and the last write to the append-only file went well. If not, writes may be refused.
    pub persisted: bool,
    /// Error replies by their code. Only the server's own codes and those that scripts chose; from Redis 6.2 on.
    pub errors: BTreeMap<String, u64>,
    /// How many keys a database has, and how many of them expire.
    pub databases: BTreeMap<u32, (u64, u64)>,
}

/// Connections of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clients {
    /// Without replicas.
    pub connected: u64,
    /// In `BLPOP` and the like.
    pub blocked: u64,
    /// How many there may be.
    pub max: u64,
}

/// Memory, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// What the allocator has given out.
    pub used: u64,
    /// What of it doesn't count towards `max`: buffers for replicas and for the append-only file.
    pub not_counted: u64,
    /// What the operating system has given out.
    pub resident: u64,
    /// `maxmemory`, if there is a limit.
    pub max: Option<u64>,
    /// What the machine has.
    pub machine: Option<u64>,
    /// What happens at `max`, such as `allkeys-lru`.
    pub policy: String,
    /// `resident` in relation to `used`. Below 1, parts have been swapped out.
    pub fragmentation: f64,
}

/// The cache of scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scripts {
    /// How many there are, whoever loaded them.
    pub cached: u64,
    /// Their texts, and what the server keeps of each, in bytes.
    pub bytes: u64,
    /// What the Lua interpreter has, in bytes.
    pub interpreter: u64,
    /// How many were thrown out to make room: scripts that came by `EVAL` are, from Redis 7.4 and Valkey 8 on.
    pub evicted: u64,
}

/// Counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Commands that ran, those of scripts included.
    pub commands: u64,
    /// Reads that found their key.
    pub hits: u64,
    /// Reads that didn't.
    pub misses: u64,
    /// Keys that were thrown out to make room.
    pub evicted: u64,
    /// Keys whose time ran out.
    pub expired: u64,
    /// Connections that were refused, since there were too many.
    pub refused: u64,
}

/// Its place in replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It takes writes.
    Primary {
        /// How many replicas are connected.
        replicas: u64,
    },
    /// It follows a primary.
    Replica {
        /// Host and port.
        of: String,
        /// Whether it is connected to it. If not, what it has gets old.
        linked: bool,
        /// Since it last heard of it.
        silent: Option<Duration>,
    },
}

impl Info {
    /// Asks a server. On a cluster, ask each node over a connection of its own.
    pub async fn read(conn: &mut impl ConnectionLike) -> RedisResult<Self> {
        let text: String = cmd("INFO").query_async(conn).await?;
        Ok(Self::parse(&text))
    }

    /// Reads the reply.
    pub fn parse(text: &str) -> Self {
        let fields = Fields(text.lines().filter_map(|line| line.trim_end().split_once(':')).collect());
        Self {
            version: fields.version(),
            uptime: Duration::from_secs(fields.number("uptime_in_seconds")),
            loading: fields.number::<u8>("loading") == 1,
            clients: Clients {
                connected: fields.number("connected_clients"),
                blocked: fields.number("blocked_clients"),
                max: fields.number("maxclients"),
            },
            memory: fields.memory(),
            scripts: Scripts {
                cached: fields.number("number_of_cached_scripts"),
                // The second names are those of Redis 6.2.
                bytes: fields
                    .get("used_memory_scripts_eval")
                    .or_else(|| fields.get("used_memory_scripts"))
                    .unwrap_or(0),
                interpreter: fields.get("used_memory_vm_eval").or_else(|| fields.get("used_memory_lua")).unwrap_or(0),
                evicted: fields.number("evicted_scripts"),
            },
            stats: Stats {
                commands: fields.number("total_commands_processed"),
                hits: fields.number("keyspace_hits"),
                misses: fields.number("keyspace_misses"),
                evicted: fields.number("evicted_keys"),
                expired: fields.number("expired_keys"),
                refused: fields.number("rejected_connections"),
            },
            role: fields.role(),
            persisted: ["rdb_last_bgsave_status", "aof_last_write_status"]
                .iter()
                .all(|name| fields.text(name) != "err"),
            errors: fields.errors(),
            databases: fields.databases(),
        }
    }
}

impl Memory {
    /// How full it is, from 0 to 1: of `maxmemory` if there is one, else of the machine.
    pub fn fullness(&self) -> Option<f64> {
        match (self.max, self.machine) {
            (Some(max), _) => Some(ratio(self.used.saturating_sub(self.not_counted), max)),
            (None, Some(machine)) => Some(ratio(self.resident, machine)),
            (None, None) => None,
        }
    }
}

impl Stats {
    /// How many of the reads found their key, from 0 to 1; `None` if there were none.
    pub fn hit_rate(&self) -> Option<f64> {
        let reads = self.hits + self.misses;
        (reads > 0).then(|| ratio(self.hits, reads))
    }

    /// What was counted since an earlier reading; since the start, if the counters have started anew in between.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let difference = || {
            Some(Self {
                commands: self.commands.checked_sub(earlier.commands)?,
                hits: self.hits.checked_sub(earlier.hits)?,
                misses: self.misses.checked_sub(earlier.misses)?,
                evicted: self.evicted.checked_sub(earlier.evicted)?,
                expired: self.expired.checked_sub(earlier.expired)?,
                refused: self.refused.checked_sub(earlier.refused)?,
            })
        };
        difference().unwrap_or(*self)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a ratio of bytes or counts needs no more than 53 bits of them")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// `name:value` of each line.
struct Fields<'a>(HashMap<&'a str, &'a str>);

impl Fields<'_> {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).copied().unwrap_or_default()
    }

    fn get<T: FromStr>(&self, name: &str) -> Option<T> {
        self.0.get(name)?.parse().ok()
    }

    fn number<T: FromStr + Default>(&self, name: &str) -> T {
        self.get(name).unwrap_or_default()
    }

    fn version(&self) -> String {
        match self.0.get("valkey_version") {
            Some(version) => format!("valkey {version}"),
            None => format!("redis {}", self.text("redis_version")),
        }
    }

    fn memory(&self) -> Memory {
        Memory {
            used: self.number("used_memory"),
            not_counted: self.number("mem_not_counted_for_evict"),
            resident: self.number("used_memory_rss"),
            max: self.get("maxmemory").filter(|&max| max > 0),
            machine: self.get("total_system_memory").filter(|&machine| machine > 0),
            policy: self.text("maxmemory_policy").to_owned(),
            fragmentation: self.number("mem_fragmentation_ratio"),
        }
    }

    fn role(&self) -> Role {
        if self.text("role") != "slave" {
            return Role::Primary { replicas: self.number("connected_slaves") };
        }
        Role::Replica {
            of: format!("{}:{}", self.text("master_host"), self.text("master_port")),
            linked: self.text("master_link_status") == "up",
            // -1 while there is no link.
            silent: self.get("master_last_io_seconds_ago").map(Duration::from_secs),
        }
    }

    /// `errorstat_NOSCRIPT:count=3`
    fn errors(&self) -> BTreeMap<String, u64> {
        let error = |(name, value): (&&str, &&str)| {
            Some((name.strip_prefix("errorstat_")?.to_owned(), value.strip_prefix("count=")?.parse().ok()?))
        };
        self.0.iter().filter_map(error).collect()
    }

    /// `db0:keys=3,expires=1,avg_ttl=0`
    fn databases(&self) -> BTreeMap<u32, (u64, u64)> {
        let database = |(name, value): (&&str, &&str)| {
            let number = name.strip_prefix("db")?.parse().ok()?;
            let count = |key| value.split(',').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=')?.parse().ok());
            Some((number, (count("keys")?, count("expires")?)))
        };
        self.0.iter().filter_map(database).collect()
    }
}
