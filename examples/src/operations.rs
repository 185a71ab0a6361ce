//! What a server does with this program's scripts: which of them it has, which of them was slow, what a hash in
//! `MONITOR` stands for, and which keys are large.
//!
//! Besides `redis`: the feature `register` of `redis-script`, which lists every script of the program.

use crate::info::{Info, Scripts};
use redis_script::redis::{self, RedisResult, aio::ConnectionLike, cmd};
use redis_script::{Result, Script, missing_async, scripts};
use std::time::Duration;

/// The script cache of a server, beside the scripts of this program.
#[derive(Clone, Debug)]
pub struct ScriptCache {
    /// What the server says of it.
    pub totals: Scripts,
    /// This program's scripts that the server has.
    pub known: Vec<&'static Script>,
    /// Those that it hasn't: nobody has called them since it started, or they were flushed.
    pub missing: Vec<&'static Script>,
}

impl ScriptCache {
    /// Asks a server: one `INFO`, one `SCRIPT EXISTS`.
    pub async fn read(conn: &mut impl ConnectionLike) -> Result<Self> {
        let totals = Info::read(conn).await?.scripts;
        let missing = missing_async(conn, scripts()).await?;
        let is_missing = |script: &&Script| missing.iter().any(|missing| missing.sha1() == script.sha1());
        let known = distinct().into_iter().filter(|script| !is_missing(script)).collect();
        Ok(Self { totals, known, missing })
    }

    /// How many scripts are there that aren't this program's: those of others, of other versions of it, or texts
    /// that somebody puts together anew for each call. The latter fill the server's memory: give them parameters.
    pub fn foreign(&self) -> u64 {
        self.totals.cached.saturating_sub(u64::try_from(self.known.len()).unwrap_or(u64::MAX))
    }
}

/// The program's scripts of different texts: functions may share one.
fn distinct() -> Vec<&'static Script> {
    let mut all: Vec<_> = scripts().collect();
    all.sort_by_key(|script| script.sha1());
    all.dedup_by_key(|script| script.sha1());
    all
}

/// Which script a command runs, given its words as they stand in `SLOWLOG` and in `MONITOR`.
pub fn script_of(words: &[impl AsRef<str>]) -> Option<&'static Script> {
    let [command, text, ..] = words else { return None };
    let text = text.as_ref();
    match &*command.as_ref().to_ascii_uppercase() {
        "EVALSHA" | "EVALSHA_RO" => scripts().find(|script| script.sha1().eq_ignore_ascii_case(text)),
        "EVAL" | "EVAL_RO" => scripts().find(|script| is_text_of(script, text)),
        _ => None,
    }
}

/// A slow log cuts a long argument off: `return redis.call(... (97 more bytes)`.
fn is_text_of(script: &Script, text: &str) -> bool {
    let cut = || {
        let (start, rest) = text.rsplit_once("... (")?;
        let more: usize = rest.strip_suffix(" more bytes)")?.parse().ok()?;
        Some(start.len() + more == script.source().len() && script.source().starts_with(start))
    };
    text == script.source() || cut().unwrap_or(false)
}

/// A command that took long.
#[derive(Clone, Debug)]
pub struct Slow {
    /// The server's number of it.
    pub id: u64,
    /// When it ran, in seconds since 1970.
    pub at: u64,
    /// How long it ran, without waiting and without the way.
    pub took: Duration,
    /// The command; long ones are cut off.
    pub words: Vec<String>,
    /// The script that it ran, if it is one of this program's.
    pub script: Option<&'static Script>,
}

/// The latest commands that took longer than the server's `slowlog-log-slower-than`, the last one first.
pub async fn slow_log(conn: &mut impl ConnectionLike, count: u32) -> RedisResult<Vec<Slow>> {
    // Number, time, microseconds, words, the client's address, the client's name.
    type Entry = (u64, u64, u64, Vec<String>, redis::Value, redis::Value);
    let entries: Vec<Entry> = cmd("SLOWLOG").arg("GET").arg(count).query_async(conn).await?;
    let slow = |(id, at, micros, words, _, _): Entry| {
        let script = script_of(&words);
        Slow { id, at, took: Duration::from_micros(micros), words, script }
    };
    Ok(entries.into_iter().map(slow).collect())
}

/// The words of a line that `MONITOR` shows: `1339518083.107412 [0 127.0.0.1:60866] "evalsha" "2e25.." "1" "key"`.
/// What a script calls has `lua` in place of an address.
pub fn monitored_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut bytes = line.split_once("] ").map_or("", |(_, words)| words).bytes();
    while bytes.any(|byte| byte == b'"') {
        let mut word = Vec::new();
        while let Some(byte) = bytes.next().filter(|&byte| byte != b'"') {
            word.push(if byte == b'\\' { escaped(&mut bytes) } else { byte });
        }
        words.push(String::from_utf8_lossy(&word).into_owned());
    }
    words
}

/// Behind a backslash: `n`, `r`, `t`, `a`, `b`, `x` and two digits, or the byte itself.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> u8 {
    match bytes.next().unwrap_or(b'\\') {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'a' => 7,
        b'b' => 8,
        b'x' => {
            let mut digit = || bytes.next().and_then(|byte| char::from(byte).to_digit(16)).unwrap_or(0);
            u8::try_from(digit() * 16 + digit()).unwrap_or(b'?')
        }
        byte => byte,
    }
}

/// What a sample of keys weighs, the heaviest first: bytes and key, each key once.
///
/// The sample is what one or more steps of `SCAN` come by, so it costs no more on a large server; how many values of
/// a key with many `MEMORY USAGE` looks at is its own default.
pub async fn heavy_keys(
    conn: &mut impl ConnectionLike,
    pattern: &str,
    sample: usize,
) -> RedisResult<Vec<(u64, String)>> {
    let mut keys: Vec<String> = Vec::new();
    let mut cursor = 0;
    loop {
        let mut scan = cmd("SCAN");
        scan.arg(cursor).arg("MATCH").arg(pattern).arg("COUNT").arg(sample.clamp(10, 1000));
        let (next, found): (u64, Vec<String>) = scan.query_async(conn).await?;
        keys.extend(found);
        if next == 0 || keys.len() >= sample {
            break;
        }
        cursor = next;
    }
    // A key may come more than once.
    keys.sort();
    keys.dedup();
    keys.truncate(sample);
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut usage = redis::pipe();
    for key in &keys {
        usage.cmd("MEMORY").arg("USAGE").arg(key);
    }
    // Nothing for one that has gone in the meantime.
    let bytes: Vec<Option<u64>> = usage.query_async(conn).await?;
    let mut heavy: Vec<_> = bytes.into_iter().zip(keys).filter_map(|(bytes, key)| Some((bytes?, key))).collect();
    heavy.sort_by(|left, right| right.cmp(left));
    Ok(heavy)
}
